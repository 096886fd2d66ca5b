using System.Net;
using System.Net.Http.Headers;
using SignalRChat.Contracts;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hosting;

/// <summary>Which senders may set this server's origin. The requests of these tests come from 127.0.0.1.</summary>
public sealed class ProxyTrustTests
{
    private const string Page = "https://chat.example.org";

    [Theory]
    [InlineData(null, null)]
    [InlineData("Proxies:KnownProxies", "10.0.0.7,::1")]
    [InlineData("Proxies:KnownNetworks", "10.0.0.0/8")]
    public async Task What_an_unknown_address_says_of_its_request_is_not_believed(string? key, string? value)
    {
        using var server = Server(key, value);

        Assert.Equal(HttpStatusCode.Forbidden, await NegotiateAsync(server, Page, Forwarded("chat.example.org", "https")));
        Assert.Equal(HttpStatusCode.OK, await NegotiateAsync(server, OwnOrigin(server), Forwarded("evil.example", "https")));
    }

    [Theory]
    [InlineData("Proxies:KnownProxies", "10.0.0.7, 127.0.0.1", "https")]
    [InlineData("Proxies:KnownProxies:0", "127.0.0.1", "https")]
    [InlineData("Proxies:KnownNetworks", "127.0.0.0/8", "https")]
    [InlineData("Proxies:KnownNetworks", "127.0.0.0/8", "wss")]
    public async Task A_known_proxy_says_what_the_own_origin_is(string key, string value, string scheme)
    {
        using var server = Server(key, value);

        Assert.Equal(HttpStatusCode.OK, await NegotiateAsync(server, Page, Forwarded("chat.example.org", scheme)));
        Assert.Equal(HttpStatusCode.Forbidden, await NegotiateAsync(server, "https://evil.example", Forwarded("chat.example.org", scheme)));
        Assert.Equal(HttpStatusCode.Forbidden, await NegotiateAsync(server, OwnOrigin(server), Forwarded("chat.example.org", scheme)));
    }

    [Fact]
    public async Task What_the_client_made_up_before_it_came_to_the_proxy_is_not_believed()
    {
        using var server = Server("Proxies:KnownProxies", "127.0.0.1");
        var headers = new Dictionary<string, string>
        {
            ["X-Forwarded-For"] = "127.0.0.1, 203.0.113.9",
            ["X-Forwarded-Host"] = "evil.example, chat.example.org",
            ["X-Forwarded-Proto"] = "http, https",
        };

        Assert.Equal(HttpStatusCode.OK, await NegotiateAsync(server, Page, headers));
        Assert.Equal(HttpStatusCode.Forbidden, await NegotiateAsync(server, "http://evil.example", headers));
    }

    [Fact]
    public async Task Through_two_known_proxies_the_first_one_is_heard()
    {
        using var server = Server("Proxies:KnownNetworks", "127.0.0.0/8,10.1.0.0/16");
        var headers = new Dictionary<string, string>
        {
            ["X-Forwarded-For"] = "203.0.113.9, 10.1.2.3",
            ["X-Forwarded-Host"] = "chat.example.org, inner.example",
            ["X-Forwarded-Proto"] = "https, http",
        };

        Assert.Equal(HttpStatusCode.OK, await NegotiateAsync(server, Page, headers));
    }

    [Fact]
    public async Task The_server_works_behind_a_prefix_of_the_path()
    {
        using var server = Server("Proxies:PathBase", "/chat");
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = server.Url };

        using var without = await http.GetAsync("/chat");
        using var page = await http.GetAsync("/chat/");
        using var script = await http.GetAsync("/chat/js/page/main.js");

        Assert.Equal("/chat/", new Uri(server.Url, without.Headers.Location!).AbsolutePath);
        Assert.Contains("<title>SignalRChat</title>", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, script.StatusCode);
        Assert.Equal(HttpStatusCode.OK, await NegotiateAsync(server, OwnOrigin(server), [], "/chat"));
    }

    private static ChatServer Server(string? key, string? value) =>
        new(key is null ? null : new() { [key] = value, ["AllowedHosts"] = "chat.example.org" });

    private static string OwnOrigin(ChatServer server) => server.Url.GetLeftPart(UriPartial.Authority);

    private static Dictionary<string, string> Forwarded(string host, string scheme) => new()
    {
        ["X-Forwarded-For"] = "203.0.113.9",
        ["X-Forwarded-Host"] = host,
        ["X-Forwarded-Proto"] = scheme,
    };

    private static async Task<HttpStatusCode> NegotiateAsync(
        ChatServer server, string origin, Dictionary<string, string> headers, string prefix = "")
    {
        using var http = new HttpClient { BaseAddress = server.Url, Timeout = TestClient.Deadline };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await server.GuestAsync("alice")).AccessToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{prefix}{ChatPaths.Hub}/negotiate?negotiateVersion=1");
        request.Headers.Add("Origin", origin);
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }
}
