using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.SignalR.Protocol;
using SignalRChat.Contracts;
using SignalRChat.Hubs.Protocol;
using SignalRChat.Tests.Contracts;

namespace SignalRChat.Tests.Hubs.Protocol;

/// <summary>The frames that skip SignalR's JSON protocol have its bytes, for every member that the contracts have.</summary>
public sealed class JsonFramesTests
{
    private static readonly ServerProtocol _signalR = ServerProtocol.Named("json");
    private static readonly string[] _pieces =
    [
        "a", " ", "\"", "\\", "/", "<&>'+", "\u0000", "\u001e", "\r\n\t", "\u007f", "é", "\u2028", "日本", "😀", "\ud83d", "\ude00", "`=",
    ];

    private readonly Random _random = new(13);

    [Fact]
    public void Frames_with_every_member_set_or_absent_have_the_bytes_of_the_protocol()
    {
        Same(Filled<RoomUpdate>());
        Same(new RoomUpdate());
        Same(Filled<RoomUpdate>() with { Messages = [new ChatMessage(), Filled<ChatMessage>()] });
        Same("1", Filled<SendMessageResult>());
        Same("2", new SendMessageResult());
    }

    [Fact]
    public void Frames_with_any_text_have_the_bytes_of_the_protocol()
    {
        for (var round = 0; round < 300; round++)
        {
            var messages = Enumerable.Range(0, _random.Next(4)).Select(_ => new ChatMessage
            {
                MessageId = Text(),
                Sequence = _random.NextInt64(),
                Revision = -_random.NextInt64(),
                UserId = Text(),
                Name = Text(),
                Text = Text(),
                PostedAt = _random.NextInt64(),
                EditedAt = round % 3 == 0 ? _random.NextInt64() : null,
                DeletedAt = round % 5 == 0 ? 0 : null,
                ReplyTo = round % 2 == 0 ? Text() : null,
                Data = round % 7 == 0 ? $$"""{ "a": [{{round}}, "\u00e9<"] }""" : null,
                Mentions = round % 11 == 0 ? [Text(), Text()] : null,
            });
            Same(new RoomUpdate { Room = Text(), Epoch = Text(), After = _random.NextInt64(), Messages = [.. messages] });
            var duplicate = round % 2 == 0;
            Same($"{round}{Text()}", new SendMessageResult { Room = Text(), MessageId = Text(), Sequence = round, Duplicate = duplicate });
        }
    }

    private static T Filled<T>() => (T)ContractSample.Filled(typeof(T));

    private string Text()
    {
        var text = new StringBuilder();
        for (var pieces = _random.Next(12); pieces > 0; pieces--)
            text.Append(_pieces[_random.Next(_pieces.Length)]);
        return text.ToString();
    }

    private static void Same(RoomUpdate update) =>
        Same(_signalR.Write(new InvocationMessage("RoomUpdated", [update])), JsonFrames.OfUpdate(update));

    private static void Same(string call, SendMessageResult result)
    {
        var output = new ArrayBufferWriter<byte>();
        JsonFrames.WriteAnswer(call, result, output);
        Same(_signalR.Write(CompletionMessage.WithResult(call, result)), output.WrittenSpan.ToArray());
    }

    private static void Same(byte[] expected, byte[] actual) =>
        Assert.Equal(Encoding.UTF8.GetString(expected), Encoding.UTF8.GetString(actual));
}
