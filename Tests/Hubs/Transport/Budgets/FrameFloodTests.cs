using System.Net.WebSockets;
using SignalRChat.Contracts;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs.Transport.Budgets;

/// <summary>A flood of frames that never reach the hub closes its connection with a reason, whatever the frames are.</summary>
public sealed class FrameFloodTests(FrameFloodTests.Served served) : IClassFixture<FrameFloodTests.Served>
{
    private const int Burst = 40;
    private const int Unmasked = 0x100;
    private const int Many = 10 * Burst;
    private const string HubPing = "{\"type\":6}\u001e";
    private static readonly byte[] _binaryPing = [2, 0x91, 6];

    private static readonly Dictionary<string, (string Protocol, byte[] Bytes)> _floods = new()
    {
        ["pings"] = ("json", WireFrame.Repeat(WireFrame.Of(WireFrame.Ping), Many)),
        ["large pings"] = ("json", WireFrame.Repeat(WireFrame.Of(WireFrame.Ping, new byte[125]), Many)),
        ["pongs"] = ("json", WireFrame.Repeat(WireFrame.Of(WireFrame.Pong), Many)),
        ["empty messages"] = ("json", WireFrame.Repeat(WireFrame.Of(WireFrame.Text), Many)),
        ["empty binary messages"] = ("messagepack", WireFrame.Repeat(WireFrame.Of(WireFrame.Binary), Many)),
        ["empty fragments"] =
            ("json",
            [
                .. WireFrame.Of(WireFrame.Text, final: false),
                .. WireFrame.Repeat(WireFrame.Of(WireFrame.Continuation, final: false), Many),
            ]),
        ["fragments of a byte"] = ("json", WireFrame.Fragments(WireFrame.Text, new string(' ', Many) + HubPing)),
        ["pings between the fragments of a frame"] =
            ("json", [.. WireFrame.Of(WireFrame.Text, "{", final: false), .. WireFrame.Repeat(WireFrame.Of(WireFrame.Ping), Many)]),
        ["pings of the hub"] = ("json", WireFrame.Repeat(WireFrame.Of(WireFrame.Text, HubPing), Many)),
        ["pings of the hub in MessagePack"] = ("messagepack", WireFrame.Repeat(WireFrame.Of(WireFrame.Binary, _binaryPing), Many)),
        ["pings of the hub in one message"] = ("json", WireFrame.Of(WireFrame.Text, string.Concat(Enumerable.Repeat(HubPing, Many)))),
        ["pings of the hub in one message of MessagePack"] =
            ("messagepack", WireFrame.Of(WireFrame.Binary, WireFrame.Repeat(_binaryPing, Many))),
    };

    /// <summary>
    /// Regression: the WebSocket answers pings and drops pongs and empty frames internally. No limit counted them, and one
    /// connection used a whole core.
    /// </summary>
    [Fact]
    public Task A_flood_closes_with_1008_and_the_reason() => Task.WhenAll(_floods.Select(async flood =>
    {
        var mallory = await served.Server.GuestAsync("mallory");
        using var client = await WireClient.ConnectAsync(served.Server.Hub, mallory.AccessToken, flood.Value.Protocol);

        await client.SendAsync(flood.Value.Bytes);
        var close = await client.ReadUntilAsync(frame => frame.Opcode == WireFrame.Close);

        Assert.Equal(
            (flood.Key, (int)WebSocketCloseStatus.PolicyViolation, SessionEndCodes.RateLimited),
            (flood.Key, close!.Close.Status, close.Close.Reason));
    }));

    [Theory]
    [InlineData(3, "a reserved opcode")]
    [InlineData(11, "a reserved opcode for control")]
    [InlineData(Unmasked | WireFrame.Text, "no mask")]
    [InlineData(0x40 | WireFrame.Text, "a bit of an extension that was not agreed")]
    public async Task A_frame_that_is_none_closes_with_1002(int opcode, string what)
    {
        using var client = await WireClient.ConnectAsync(served.Server.Hub, (await served.Server.GuestAsync("mallory")).AccessToken);
        var frame = WireFrame.Of(opcode & ~Unmasked, final: true);
        if ((opcode & Unmasked) != 0)
            frame[1] = 0;

        await client.SendAsync(frame);
        var close = await client.ReadUntilAsync(answer => answer.Opcode == WireFrame.Close);

        Assert.Equal((what, (int)WebSocketCloseStatus.ProtocolError), (what, close!.Close.Status));
    }

    public sealed class Served : IDisposable
    {
        internal ChatServer Server { get; } = new(new()
        {
            ["Chat:RateLimits:Frames:PerSecond"] = "1",
            ["Chat:RateLimits:Frames:Burst"] = $"{Burst}",
            ["Chat:RateLimits:OverRateTimeout"] = "00:00:00.100",
            ["Chat:Liveness:SweepInterval"] = "00:00:00.100",
        });

        public void Dispose() => Server.Dispose();
    }
}
