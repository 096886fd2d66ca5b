using System.Net;
using System.Net.Http.Headers;
using SignalRChat.Contracts;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Edge;

/// <summary>Two nodes with room for one connection each, and one user on both.</summary>
public sealed class SmallNodes : IAsyncLifetime, IDisposable
{
    private const string KeyFile = "guest-signing.key";

    private readonly TempDirectory[] _data = [new(), new()];
    private readonly List<ServerProcess> _nodes = [];

    internal Uri[] Urls => [.. _nodes.Select(node => node.Url)];

    internal GuestTokenResult Guest { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var settings = new Dictionary<string, string>
        {
            ["Chat:Limits:ConnectionsPerNode"] = "1",
            ["Proxies:KnownProxies"] = "127.0.0.1",
        };
        foreach (var data in _data)
        {
            _nodes.Add(await ServerProcess.StartNewAsync(data.Path, settings));
            if (_nodes.Count == 1)
                File.Copy(data.File(KeyFile), _data[1].File(KeyFile));
        }
        Guest = await Guests.SignInAsync(_nodes[0].Url, "knocker");
    }

    public async Task DisposeAsync()
    {
        foreach (var node in _nodes)
            await node.DisposeAsync();
    }

    public void Dispose() => Array.ForEach(_data, data => data.Dispose());
}

/// <summary>A node that rejects one client is not dead: the proxy keeps sending it the requests of other clients.</summary>
public sealed class KnockingClientTests(SmallNodes nodes) : IClassFixture<SmallNodes>, IAsyncLifetime
{
    private const int Pages = 60;
    private const int Comers = 6;

    private readonly List<TestClient> _connected = [];
    private readonly GuestTokenResult _guest = nodes.Guest;

    public async Task InitializeAsync()
    {
        foreach (var node in nodes.Urls)
            await Eventually.HoldsAsync(() => HasRoomAsync(node));
    }

    public async Task DisposeAsync()
    {
        foreach (var client in _connected)
            await client.DisposeAsync();
    }

    /// <summary>Regression: nginx took both nodes for dead, and 15 of 60 requests for the page were answered.</summary>
    [Theory]
    [InlineData(ProxyProcess.Nginx)]
    [InlineData(ProxyProcess.HAProxy)]
    public async Task A_client_that_full_nodes_refuse_takes_the_page_from_no_user(string kind)
    {
        await using var proxy = await ProxyProcess.StartAsync(kind, Three());
        foreach (var node in nodes.Urls)
            await FillAsync(node);
        using var http = new HttpClient { BaseAddress = proxy.Url, Timeout = TestClient.Deadline };
        var answers = new List<HttpStatusCode>();
        var knocks = new List<HttpStatusCode>();

        for (var i = 0; i < Pages; i++)
        {
            knocks.Add(await NegotiateAsync(http, _guest.AccessToken));
            knocks.Add(await RawUpgrade.StatusAsync(RawUpgrade.Hub(proxy.Url, _guest.AccessToken)));
            await NegotiateAsync(http, "not a token");
            using var page = await http.GetAsync("/");
            answers.Add(page.StatusCode);
        }

        Assert.Equal(Pages, answers.Count(answer => answer == HttpStatusCode.OK));
        // The node's own answer, which contains the delay before a retry.
        Assert.All(knocks, knock => Assert.Equal(HttpStatusCode.ServiceUnavailable, knock));
    }

    [Theory]
    [InlineData(ProxyProcess.Nginx)]
    [InlineData(ProxyProcess.HAProxy)]
    public async Task A_client_that_a_full_node_refuses_is_taken_by_the_other(string kind)
    {
        await using var proxy = await ProxyProcess.StartAsync(kind, Three());
        await FillAsync(nodes.Urls[0]);

        for (var i = 0; i < Comers; i++)
        {
            var client = await TestClient.ConnectAsync(proxy.Url, _guest, "json");
            await client.JoinAsync("lobby");
            await client.DisposeAsync();
            await Eventually.HoldsAsync(async () => await HasRoomAsync(nodes.Urls[1]));
        }
    }

    /// <summary>As many nodes as the shipped configurations have, all running.</summary>
    private Uri[] Three() => [.. nodes.Urls, nodes.Urls[1]];

    private async Task FillAsync(Uri node)
    {
        _connected.Add(await TestClient.ConnectAsync(node, _guest, "json"));
        await Eventually.HoldsAsync(async () => !await HasRoomAsync(node));
    }

    private async Task<bool> HasRoomAsync(Uri node)
    {
        using var http = new HttpClient { BaseAddress = node, Timeout = TestClient.Deadline };
        return await NegotiateAsync(http, _guest.AccessToken) == HttpStatusCode.OK;
    }

    private static async Task<HttpStatusCode> NegotiateAsync(HttpClient http, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{ChatPaths.Hub}/negotiate?negotiateVersion=1");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.SendAsync(request);
        if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
            Assert.NotNull(answer.Headers.RetryAfter);
        return answer.StatusCode;
    }
}
