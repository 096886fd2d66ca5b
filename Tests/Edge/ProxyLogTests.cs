using SignalRChat.Contracts;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Edge;

/// <summary>
/// A browser puts its token into the query. So no log contains a query, for any path or spelling, with the node running or
/// stopped.
/// </summary>
[Collection(EdgeNodes.Name)]
public sealed class ProxyLogTests(TwoNodes nodes)
{
    private const string Last = "/the-last-request";

    [Theory]
    [InlineData(ProxyProcess.Nginx)]
    [InlineData(ProxyProcess.HAProxy)]
    public async Task No_query_is_in_a_log_whether_the_node_is_up_or_away(string kind)
    {
        string[] encoded =
        [
            $"{ChatPaths.Hub}%3Faccess_token={QueriesWithTokens.Secret}", $"{ChatPaths.Hub}%3faccess_token={QueriesWithTokens.Secret}",
        ];
        await using var between = TcpProxy.Start(nodes.Nodes[0]);
        await using var proxy = await ProxyProcess.StartAsync(kind, [between.Url]);

        await QueriesWithTokens.SendAsync(proxy.Url, encoded);
        between.Refuse();
        await QueriesWithTokens.SendAsync(proxy.Url, encoded);
        await RawHttp.AskAsync(proxy.Url, RawHttp.Get(proxy.Url, Last));

        await Eventually.TrueAsync(() => proxy.Log.Contains(Last, StringComparison.Ordinal), "the log has the last request");
        Assert.Contains($"GET {ChatPaths.Hub}\" 40", proxy.Log, StringComparison.Ordinal);
        Assert.Contains($"GET {ChatPaths.Hub}\" 50", proxy.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(QueriesWithTokens.Secret, proxy.Log, StringComparison.Ordinal);
    }
}
