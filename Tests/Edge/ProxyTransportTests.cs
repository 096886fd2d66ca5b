using Microsoft.AspNetCore.Http.Connections;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Edge;

/// <summary>Every transport through a real proxy to one of two nodes, in both protocols.</summary>
[Collection(EdgeNodes.Name)]
public sealed class ProxyTransportTests(TwoNodes nodes)
{
    /// <summary>Enough that, without affinity, some connect would reach the other node, except once in 256 runs.</summary>
    private const int Clients = 8;

    public static TheoryData<string, HttpTransportType, bool, string> Cells()
    {
        var cells = new TheoryData<string, HttpTransportType, bool, string>();
        foreach (var proxy in (string[])[ProxyProcess.Nginx, ProxyProcess.HAProxy])
        {
            foreach (var protocol in (string[])["json", "messagepack"])
            {
                cells.Add(proxy, HttpTransportType.WebSockets, false, protocol);
                cells.Add(proxy, HttpTransportType.WebSockets, true, protocol);
                cells.Add(proxy, HttpTransportType.LongPolling, false, protocol);
            }
            cells.Add(proxy, HttpTransportType.ServerSentEvents, false, "json");
        }
        return cells;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Everybody_connects_and_hears_everybody(
        string proxy, HttpTransportType transport, bool skipNegotiation, string protocol)
    {
        await AssertTalkAsync(
            nodes.Proxy(proxy).Url, $"{proxy}-{transport}-{protocol}-{skipNegotiation}".ToLowerInvariant(),
            transport, skipNegotiation, protocol);
    }

    /// <summary>The proxy sends each request to the next node: no negotiate and connect of a client meet.</summary>
    [Theory]
    [InlineData(ProxyProcess.Nginx)]
    [InlineData(ProxyProcess.HAProxy)]
    public async Task WebSockets_need_no_affinity(string proxy)
    {
        await using var process = await ProxyProcess.StartAsync(proxy, nodes.Nodes, affinity: false);

        await AssertTalkAsync(process.Url, $"{proxy}-without-affinity", HttpTransportType.WebSockets, skipNegotiation: false, "json");
    }

    private static async Task AssertTalkAsync(
        Uri address, string room, HttpTransportType transport, bool skipNegotiation, string protocol)
    {
        var guest = await Guests.SignInAsync(address, "crowd");

        var clients = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ =>
            TestClient.ConnectAsync(address, guest, protocol, transport: transport, skipNegotiation: skipNegotiation)));
        foreach (var client in clients)
            await client.JoinAsync(room, after: 0);
        await Task.WhenAll(clients.Select((client, i) => client.SendAsync(room, $"from {i}")));

        foreach (var client in clients)
            Assert.Equal(Clients, (await client.ReadThroughAsync(0, Clients)).Count);
        Assert.DoesNotContain(clients, client => client.Closed.Task.IsCompleted);
        foreach (var client in clients)
            await client.DisposeAsync();
    }
}
