using System.Net.WebSockets;
using Microsoft.AspNetCore.Http.Connections;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Edge;

/// <summary>
/// A proxy closes idle connections, and the nodes' pings keep a connection from being idle. Long polling differs: a poll is
/// silent until there is a message or its 90 s are over. So the time-outs must be longer than that (<see
/// cref="DeployConfigTests"/>).
/// </summary>
[Collection(EdgeNodes.Name)]
public sealed class ProxyTimeoutTests(TwoNodes nodes)
{
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(3);

    // One ping for each second or two, because SignalR checks once a second. By then the connection has been idle for twice the
    // time-out.
    private const int Pings = 6;

    [Theory]
    [InlineData(ProxyProcess.Nginx)]
    [InlineData(ProxyProcess.HAProxy)]
    public async Task An_idle_connection_outlives_the_time_out_only_with_pings(string kind)
    {
        await using var proxy = await ProxyProcess.StartAsync(kind, nodes.Nodes, _timeout);
        var guest = await Guests.SignInAsync(proxy.Url, "idle");
        await using var events = await TestClient.ConnectAsync(proxy.Url, guest, "json", transport: HttpTransportType.ServerSentEvents);
        await using var socket = await TestClient.ConnectAsync(proxy.Url, guest, "messagepack", transport: HttpTransportType.WebSockets);
        using var pinged = await RawClient.ConnectAsync(RawUpgrade.Hub(proxy.Url, guest.AccessToken));

        // Without a handshake the node does not ping yet, and it waits longer than the proxy does.
        using var silent = await RawClient.ConnectAsync(RawUpgrade.Hub(proxy.Url, guest.AccessToken), protocol: null);
        var cut = Assert.ThrowsAsync<WebSocketException>(() => silent.ReadToEndAsync());
        for (var seen = 0; seen < Pings; seen++)
            Assert.NotNull(await pinged.ReadUntilAsync(record => record == """{"type":6}"""));
        Assert.Equal(WebSocketError.ConnectionClosedPrematurely, (await cut).WebSocketErrorCode);

        foreach (var client in (TestClient[])[events, socket])
        {
            Assert.False(client.Closed.Task.IsCompleted);
            await client.JoinAsync("lobby");
        }
    }
}
