using System.Text;
using System.Text.Json;

namespace SignalRChat.Client.Internal;

/// <summary>Checks the data of a message before it goes into the outbox: text that is no JSON cannot be written into a frame.</summary>
internal static class MessageData
{
    public static ChatRefusedException? Refusal(string? data)
    {
        if (data is null)
            return null;
        if (Encoding.UTF8.GetByteCount(data) is var bytes and > ChatLimits.DataBytes)
            return new(ChatErrorCodes.DataTooLarge, $"data has {bytes} bytes; the limit is {ChatLimits.DataBytes}.");
        try
        {
            using var read = JsonDocument.Parse(data, new JsonDocumentOptions { MaxDepth = ChatLimits.DataDepth });
            return read.RootElement.ValueKind == JsonValueKind.Object ? null : NotAnObject();
        }
        catch (JsonException)
        {
            return NotAnObject();
        }
    }

    private static ChatRefusedException NotAnObject() =>
        new(ChatErrorCodes.InvalidArgument, $"data must be a JSON object of at most {ChatLimits.DataDepth} levels.");
}
