using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SignalRChat.Hubs.Protocol;

/// <summary>
/// The two frames that each message needs, as SignalR's JSON protocol writes them: the answer to the sender and the update to the
/// members. The compiler generates the code for most contracts (<see cref="ChatJson"/>). A test compares every member of the others.
/// </summary>
internal static class JsonFrames
{
    /// <summary>A larger buffer is not kept for the next frame.</summary>
    private const int MostKept = 64 * 1024;

    private const byte RecordSeparator = 0x1E;
    private const int Invocation = 1;
    private const int Completion = 3;

    private static readonly JsonEncodedText _roomUpdated = JsonEncodedText.Encode(nameof(IChatClient.RoomUpdated));
    private static readonly JsonEncodedText _room = JsonEncodedText.Encode("room");
    private static readonly JsonEncodedText _epoch = JsonEncodedText.Encode("epoch");
    private static readonly JsonEncodedText _after = JsonEncodedText.Encode("after");
    private static readonly JsonEncodedText _through = JsonEncodedText.Encode("through");
    private static readonly JsonEncodedText _messages = JsonEncodedText.Encode("messages");

    private static readonly ArrayBufferWriter<byte> _nowhere = new();

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    public static void WriteAnswer(string call, SendMessageResult result, IBufferWriter<byte> output)
    {
        var writer = Begin(output, Completion);
        writer.WriteString("invocationId"u8, call);
        writer.WritePropertyName("result"u8);
        ChatJson.Default.SendMessageResult.SerializeHandler!(writer, result);
        End(writer, output);
    }

    public static byte[] OfUpdate(RoomUpdate update)
    {
        var buffer = _buffer ??= new();
        buffer.ResetWrittenCount();
        var writer = Begin(buffer, Invocation);
        writer.WriteString("target"u8, _roomUpdated);
        writer.WriteStartArray("arguments"u8);
        writer.WriteStartObject();
        writer.WriteString(_room, update.Room);
        writer.WriteString(_epoch, update.Epoch);
        writer.WriteNumber(_after, update.After);
        writer.WriteNumber(_through, update.Through);
        writer.WritePropertyName(_messages);
        JsonMessages.Write(writer, update.Messages);
        WriteRare(writer, update);
        writer.WriteEndObject();
        writer.WriteEndArray();
        End(writer, buffer);
        var frame = buffer.WrittenSpan.ToArray();
        if (buffer.Capacity > MostKept)
            _buffer = null;
        return frame;
    }

    private static void WriteRare(Utf8JsonWriter writer, RoomUpdate update)
    {
        if (update.Reactions is { } reactions)
        {
            writer.WritePropertyName("reactions"u8);
            ChatJson.Default.MessageReactionsArray.SerializeHandler!(writer, reactions);
        }
        if (update.Members is { } members)
        {
            writer.WritePropertyName("members"u8);
            ChatJson.Default.ChangedMemberArray.SerializeHandler!(writer, members);
        }
        if (update.Info is { } info)
        {
            writer.WritePropertyName("info"u8);
            JsonRoomInfo.Write(writer, info);
        }
    }

    private static Utf8JsonWriter Begin(IBufferWriter<byte> output, int type)
    {
        if (_writer is { } writer)
            writer.Reset(output);
        else
            _writer = writer = new(output, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
        writer.WriteStartObject();
        writer.WriteNumber("type"u8, type);
        return writer;
    }

    private static void End(Utf8JsonWriter writer, IBufferWriter<byte> output)
    {
        writer.WriteEndObject();
        writer.Flush();
        // The writer stays with the thread, and would keep the connection of its last frame.
        writer.Reset(_nowhere);
        output.GetSpan(1)[0] = RecordSeparator;
        output.Advance(1);
    }
}

/// <summary>Contracts that are written without reflection, with the settings of <see cref="ChatProtocols"/>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    GenerationMode = JsonSourceGenerationMode.Serialization)]
[JsonSerializable(typeof(ChangedMember[]))]
[JsonSerializable(typeof(MessageEvent))]
[JsonSerializable(typeof(MessageReactions[]))]
[JsonSerializable(typeof(SendMessageResult))]
internal sealed partial class ChatJson : JsonSerializerContext;
