using System.Buffers;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using SignalRChat.Contracts;
using SignalRChat.Tests.Contracts;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs;

/// <summary>
/// The server answers malformed frames with a specific close code and a reason, and does not invite a reconnect.
/// </summary>
public sealed class MalformedFrameTests(MalformedFrameTests.Served served) : IClassFixture<MalformedFrameTests.Served>
{
    private const WebSocketMessageType Text = WebSocketMessageType.Text;
    private const WebSocketMessageType Binary = WebSocketMessageType.Binary;

    public static readonly TheoryData<string, WebSocketMessageType> NotJson = new()
    {
        { "hello\u001e", Text },
        { "[1,2]\u001e", Text },
        { "1\u001e", Text },
        { "\u001e", Text },
        { "{}\u001e", Text },
        { "{\"type\":1,\u001e", Text },
        { "{\"type\":\"one\"}\u001e", Text },
        { "{\"type\":1,\"invocationId\":\"1\"}\u001e", Text },
        { "{\"type\":1,\"target\":\"SendMessage\",\"arguments\":{}}\u001e", Text },
        { "{\"type\":6}\u001e[]\u001e", Text },
        { "{\"type\":6}\u001e", Binary },
        { "\u0002\u0001\u0006", Binary },
    };

    public static readonly TheoryData<string, WebSocketMessageType> NotMessagePack = new()
    {
        // In hexadecimal: 02 9106 is a ping, C1 is never used, and the first byte is the length.
        { "01C1", Binary },
        { "0106", Binary },
        { "0180", Binary },
        { "0191", Binary },
        { "0291A5", Binary },
        { "029101", Binary },
        { "049301C0C0", Binary },
        { "029106" + "01C1", Binary },
        { "FFFFFFFFFFFF", Binary },
        { "7B2274797065223A367D1E", Text },
    };

    private static readonly (string Handshake, WebSocketMessageType Type)[] _badHandshakes =
    [
        ("hello\u001e", Text),
        ("[]\u001e", Text),
        ("\u001e", Text),
        ("{\"type\":6}\u001e", Text),
        ("{\"protocol\":\"json\"}\u001e", Text),
        ("{\"protocol\":\"xml\",\"version\":1}\u001e", Text),
        ("{\"protocol\":\"json\",\"version\":99}\u001e", Text),
        ("\u0002\u0001\u0006\u001e", Binary),
    ];

    [Theory]
    [MemberData(nameof(NotJson))]
    public Task A_frame_that_is_not_the_protocols_JSON_closes_with_1007(string frame, WebSocketMessageType type) =>
        AssertMalformedAsync("json", Encoding.UTF8.GetBytes(frame), type);

    [Theory]
    [MemberData(nameof(NotMessagePack))]
    public Task A_frame_that_is_not_the_protocols_MessagePack_closes_with_1007(string frame, WebSocketMessageType type) =>
        AssertMalformedAsync("messagepack", Convert.FromHexString(frame), type);

    [Theory]
    [InlineData("json")]
    [InlineData("messagepack")]
    public async Task A_frame_over_the_limit_closes_with_1009_and_says_so(string protocol)
    {
        using var client = await ConnectAsync(protocol);

        // C0B802 announces 40,000 bytes.
        byte[] length = protocol == "json" ? [] : [0xC0, 0xB8, 0x02];
        byte[] frame = [.. length, .. Enumerable.Repeat((byte)'x', ChatLimits.ReceiveBytes + 1)];
        await client.SendAsync(frame, protocol == "json" ? Text : Binary);
        var (ending, close) = await ReadToCloseAsync(client, protocol);

        Assert.Equal(new SessionEnd { Code = "frame-too-large", Reconnect = true }, ending);
        Assert.True(close?.AllowReconnect);
        Assert.Equal((WebSocketCloseStatus.MessageTooBig, "frame-too-large"), (client.CloseStatus, client.CloseReason));
    }

    /// <summary>All at once, because the server gives each client two seconds to close its side.</summary>
    [Fact]
    public Task A_bad_handshake_closes_with_1007() => Task.WhenAll(_badHandshakes.Select(one =>
        AssertRefusedAsync(one.Handshake, one.Type, WebSocketCloseStatus.InvalidPayloadData, "malformed-handshake")));

    [Fact]
    public Task A_handshake_that_does_not_come_closes_with_1008() => Task.WhenAll(((string[])["", "{\"protocol\":"]).Select(part =>
        AssertRefusedAsync(part, Text, WebSocketCloseStatus.PolicyViolation, "handshake-timeout")));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_that_closes_by_itself_gets_a_normal_close(bool handshake)
    {
        using var client = await ConnectAsync(handshake ? "json" : null);

        await client.EndAsync();
        var (ending, _) = await ReadToCloseAsync(client, "json");

        Assert.Null(ending);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, client.CloseStatus);
    }

    private async Task AssertMalformedAsync(string protocol, byte[] frame, WebSocketMessageType type)
    {
        using var client = await ConnectAsync(protocol);

        await client.SendAsync(frame, type);
        var (ending, close) = await ReadToCloseAsync(client, protocol);

        Assert.Equal(new SessionEnd { Code = "malformed-frame", Reconnect = false }, ending);
        Assert.StartsWith("malformed-frame: ", close?.Error, StringComparison.Ordinal);
        Assert.False(close?.AllowReconnect);
        Assert.Equal((WebSocketCloseStatus.InvalidPayloadData, "malformed-frame"), (client.CloseStatus, client.CloseReason));
    }

    private async Task AssertRefusedAsync(string handshake, WebSocketMessageType type, WebSocketCloseStatus status, string reason)
    {
        using var client = await ConnectAsync(null);

        await client.SendAsync(Encoding.UTF8.GetBytes(handshake), type);

        Assert.Contains("error", await client.ReadAsync(), StringComparison.Ordinal);
        await ReadToCloseAsync(client, "json");
        Assert.Equal((status, reason), (client.CloseStatus, client.CloseReason));
    }

    private async Task<RawClient> ConnectAsync(string? protocol) =>
        await RawClient.ConnectAsync(served.Server.Hub, (await served.Server.GuestAsync("raw")).AccessToken, protocol);

    /// <summary>Reads the server's messages up to its close. Closes its own side at the close record, as clients do.</summary>
    private static async Task<(SessionEnd? Ending, CloseMessage? Close)> ReadToCloseAsync(RawClient client, string protocol)
    {
        var wire = ServerProtocol.Named(protocol);
        (SessionEnd? Ending, CloseMessage? Close) said = default;
        do
        {
            var input = new ReadOnlySequence<byte>(client.Unread.ToArray());
            while (wire.TryRead(ref input, new ClientBinder()) is { } message)
            {
                if (message is InvocationMessage { Target: nameof(IChatClient.SessionEnding), Arguments: [SessionEnd ending] })
                    said.Ending = ending;
                if (message is not CloseMessage close)
                    continue;
                said.Close = close;
                await client.EndAsync();
            }
            client.Take(client.Unread.Length - (int)input.Length);
        }
        while (await client.ReadSomeAsync() > 0);
        return said;
    }

    private sealed class ClientBinder : IInvocationBinder
    {
        public IReadOnlyList<Type> GetParameterTypes(string methodName) =>
            [.. typeof(IChatClient).GetMethod(methodName)!.GetParameters().Select(parameter => parameter.ParameterType)];

        public Type GetReturnType(string invocationId) => typeof(object);

        public Type GetStreamItemType(string streamId) => throw new NotSupportedException();
    }

    public sealed class Served : IDisposable
    {
        internal ChatServer Server { get; } = new(new() { ["Chat:Liveness:HandshakeTimeout"] = "00:00:01" });

        public void Dispose() => Server.Dispose();
    }
}
