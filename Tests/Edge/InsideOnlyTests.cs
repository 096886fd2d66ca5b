using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Edge;

/// <summary>
/// Health and metrics are for internal requests. The node itself enforces this, so no proxy has a rule for them.
/// </summary>
[Collection(EdgeNodes.Name)]
public sealed class InsideOnlyTests(TwoNodes nodes)
{
    private static readonly string[] _targets =
    [
        "/health/ready", "/health/live", "/Health/ready", "/HEALTH/READY", "/%68ealth/ready", "/./health/ready", "/x/../health/live",
        "//health/ready", "/health//ready", "/health/ready/", "/health/ready?x=1", "/health%2Fready", "/health/%72eady",
        "/chat/health/ready", "/chat/%68ealth/live",
        "/metrics", "/Metrics", "/%6detrics", "/x/../metrics", "/metrics/", "/chat/metrics",
    ];

    [Theory]
    [InlineData(ProxyProcess.Nginx)]
    [InlineData(ProxyProcess.HAProxy)]
    public async Task Health_and_metrics_are_not_found_through_a_proxy_in_any_spelling(string kind)
    {
        var proxy = nodes.Proxy(kind).Url;
        string[][] guises =
        [
            [],
            ["X-Forwarded-For: 127.0.0.1"],
            ["Connection: X-Forwarded-For, X-Forwarded-Host, X-Forwarded-Proto"],
            ["X-Forwarded-Prefix: /chat"],
        ];

        var targets = _targets.Concat(Absolute(proxy));
        foreach (var (target, headers) in targets.SelectMany(target => guises.Select(headers => (target, headers))))
        {
            var answer = await RawHttp.AskAsync(proxy, RawHttp.Get(proxy, target, headers));
            Assert.True(
                answer.StartsWith("HTTP/1.1 404 ", StringComparison.Ordinal),
                $"{target} with {string.Join(", ", headers)}:\n{answer}");
        }
    }

    private static string[] Absolute(Uri proxy) => [new Uri(proxy, "/health/ready").AbsoluteUri, new Uri(proxy, "/metrics").AbsoluteUri];

    [Fact]
    public async Task The_proxies_own_checks_reach_the_node()
    {
        foreach (var node in nodes.Nodes)
        {
            Assert.StartsWith("HTTP/1.1 200 ", await RawHttp.AskAsync(node, RawHttp.Get(node, "/health/ready")), StringComparison.Ordinal);
            Assert.StartsWith("HTTP/1.1 200 ", await RawHttp.AskAsync(node, RawHttp.Get(node, "/health/live")), StringComparison.Ordinal);
        }
    }
}
