using System.Text;
using SignalRChat.Contracts;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs.Transport;

/// <summary>
/// The cases of Autobahn's test suite that concern a hub: frames as RFC 6455 permits them are answered, and others close the
/// connection with the fitting code.
/// </summary>
public sealed class WebSocketFrameTests(WebSocketFrameTests.Served served) : IClassFixture<WebSocketFrameTests.Served>
{
    private const int NormalClosure = 1000;
    private const int ProtocolError = 1002;
    private const int InvalidPayload = 1007;
    private const int TooBig = 1009;
    private const char RecordEnd = '\u001e';

    private static readonly byte[] _call = Encoding.UTF8.GetBytes(Call());
    private static readonly byte[] _half = [0xc3];

    private static readonly Dictionary<string, byte[]> _calls = new()
    {
        ["one frame"] = Text(Call()),
        ["125 bytes"] = Text(Call(125)),
        ["126 bytes"] = Text(Call(126)),
        ["127 bytes"] = Text(Call(127)),
        ["128 bytes"] = Text(Call(128)),
        ["4,096 bytes, the size of a buffer"] = Text(Call(4096)),
        ["the largest frame of the hub"] = Text(Call(ChatLimits.ReceiveBytes)),
        ["two records in a message"] = Text(Call(target: "First", id: "0") + Call()),
        ["a record in two messages"] = [.. Text(Call()[..20]), .. Text(Call()[20..])],
        ["fragments of a byte"] = WireFrame.Fragments(WireFrame.Text, Call()),
        ["empty messages before it"] = [.. Text(""), .. Text(""), .. Text(Call())],
        ["empty fragments around it"] =
            [.. WireFrame.Of(WireFrame.Text, final: false), .. Continued(_call, final: false), .. Continued([], final: true)],
        ["a ping and a pong between its fragments"] =
        [
            .. WireFrame.Of(WireFrame.Text, Call()[..9], final: false), .. WireFrame.Of(WireFrame.Ping, "between"),
            .. WireFrame.Of(WireFrame.Pong, "unasked"), .. Continued(_call[9..], final: true),
        ],
        ["a letter in two fragments"] =
        [
            .. WireFrame.Of(WireFrame.Text, [.. Encoding.UTF8.GetBytes(Call(target: "")[..^18]), .. _half], final: false),
            .. Continued([0xa9, .. Encoding.UTF8.GetBytes(Call(target: "")[^18..])], final: true),
        ],
    };

    private static readonly Dictionary<string, (int Status, byte[] Bytes)> _closes = new()
    {
        ["a reserved opcode after fragments"] = (ProtocolError, [.. WireFrame.Of(WireFrame.Text, "a", final: false), .. WireFrame.Of(5)]),
        ["a second reserved bit"] = (ProtocolError, WireFrame.Of(0x20 | WireFrame.Text)),
        ["a third reserved bit"] = (ProtocolError, WireFrame.Of(0x10 | WireFrame.Ping)),
        ["no mask on a ping"] = (ProtocolError, [0x80 | WireFrame.Ping, 0, 0, 0, 0, 0]),
        ["a fragmented ping"] = (ProtocolError, WireFrame.Of(WireFrame.Ping, final: false)),
        ["a ping of 126 bytes"] = (ProtocolError, WireFrame.Of(WireFrame.Ping, new byte[126])),
        ["a continuation of nothing"] = (ProtocolError, Continued(_call, final: true)),
        ["a message within a message"] = (ProtocolError, [.. WireFrame.Of(WireFrame.Text, "a", final: false), .. Text(Call())]),
        ["a negative length"] = (ProtocolError, [0x80 | WireFrame.Text, 0xff, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        ["text that is not UTF-8"] = (InvalidPayload, WireFrame.Of(WireFrame.Text, [.. "{\"a"u8, 0xff, .. "\"}\u001e"u8])),
        ["text that ends within a letter"] = (InvalidPayload, WireFrame.Of(WireFrame.Text, _half)),
        ["half of a surrogate pair"] = (InvalidPayload, WireFrame.Of(WireFrame.Text, [0xed, 0xa0, 0x80])),
        ["a frame of the hub over the limit"] = (TooBig, Text(new string('x', ChatLimits.ReceiveBytes + 1))),
        ["a fragmented frame of the hub over the limit"] =
        (
            TooBig, WireFrame.Repeat(WireFrame.Of(WireFrame.Text, new string('x', ChatLimits.ReceiveBytes / 2), final: false), 1)
                .Concat(WireFrame.Repeat(Continued(new byte[ChatLimits.ReceiveBytes / 2], final: false), 2)).ToArray()
        ),
        ["a close"] = (NormalClosure, Closed(1000, "bye")),
        ["a close without a status"] = (NormalClosure, WireFrame.Of(WireFrame.Close)),
        ["a close with a status of the application"] = (NormalClosure, Closed(4999)),
        ["a close of one byte"] = (ProtocolError, WireFrame.Of(WireFrame.Close, [3])),
        ["a close with 999"] = (ProtocolError, Closed(999)),
        ["a close with 1005, which is not for the wire"] = (ProtocolError, Closed(1005)),
        ["a close with 1006, which is not for the wire"] = (ProtocolError, Closed(1006)),
        ["a close with 2999"] = (ProtocolError, Closed(2999)),
        ["a close with 5000"] = (ProtocolError, Closed(5000)),
    };

    [Fact]
    public Task A_call_is_answered_however_its_message_is_framed() => Task.WhenAll(_calls.Select(async one =>
    {
        using var client = await ConnectAsync();

        await client.SendAsync(one.Value);
        var answer = await client.ReadUntilAsync(frame => frame.Text.Contains("\"invocationId\":\"1\"", StringComparison.Ordinal));

        Assert.True(answer?.Text.Contains(ChatErrorCodes.UnknownMethod, StringComparison.Ordinal), one.Key);
    }));

    [Fact]
    public async Task A_call_is_answered_whose_bytes_come_one_by_one()
    {
        using var client = await ConnectAsync();

        foreach (var one in WireFrame.Of(WireFrame.Text, Call()))
            await client.SendAsync([one]);

        Assert.Contains(ChatErrorCodes.UnknownMethod, (await client.ReadAsync())!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ping_is_answered_with_its_payload()
    {
        using var client = await ConnectAsync();
        byte[][] payloads = [[], [0], "hello"u8.ToArray(), [.. Enumerable.Repeat((byte)0xfe, 125)]];

        foreach (var payload in payloads)
        {
            await client.SendAsync(WireFrame.Of(WireFrame.Ping, payload));
            var pong = await client.ReadUntilAsync(frame => frame.Opcode == WireFrame.Pong);
            Assert.Equal(payload, pong!.Payload);
        }
    }

    [Fact]
    public Task What_the_RFC_does_not_permit_closes_with_the_fitting_code() => Task.WhenAll(_closes.Select(async one =>
    {
        using var client = await ConnectAsync();

        await client.SendAsync(one.Value.Bytes);
        var close = await client.ReadUntilAsync(frame => frame.Opcode == WireFrame.Close);

        Assert.Equal((one.Key, one.Value.Status), (one.Key, close?.Close.Status));
    }));

    private static string Call(int length = 0, string target = "Unknown", string id = "1") =>
        $$"""{"type":1,"invocationId":"{{id}}","target":"{{target}}","arguments":[]}""".PadRight(Math.Max(0, length - 1)) + RecordEnd;

    private static byte[] Text(string payload) => WireFrame.Of(WireFrame.Text, payload);

    private static byte[] Continued(byte[] payload, bool final) => WireFrame.Of(WireFrame.Continuation, payload, final);

    private static byte[] Closed(int status, string reason = "") =>
        WireFrame.Of(WireFrame.Close, [(byte)(status >> 8), (byte)status, .. Encoding.UTF8.GetBytes(reason)]);

    private async Task<WireClient> ConnectAsync() =>
        await WireClient.ConnectAsync(served.Server.Hub, (await served.Server.GuestAsync("autobahn")).AccessToken);

    public sealed class Served : IDisposable
    {
        internal ChatServer Server { get; } = new();

        public void Dispose() => Server.Dispose();
    }
}
