using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using SignalRChat.Auth.Origins;
using SignalRChat.Contracts;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hosting;

/// <summary>
/// Regression: a page under any name that resolves to this server's address (DNS rebinding) opened the hub, because the server
/// accepted the name as its own.
/// </summary>
public sealed class HostNameTests
{
    [Fact]
    public async Task A_page_opens_the_hub_only_under_an_address_localhost_or_a_configured_name()
    {
        using var server = new ChatServer();
        var port = server.Url.Port;

        string[] refused =
        [
            "evil.example", $"evil.example:{port}", "127.0.0.1.evil.example", "localhost.evil.example", "evil.example.", "EVIL.example",
        ];
        string[] served =
        [
            $"127.0.0.1:{port}", $"localhost:{port}", $"chat.localhost:{port}", $"[::1]:{port}", "192.168.1.7", "LocalHost",
        ];
        foreach (var host in refused)
        {
            Assert.Equal(HttpStatusCode.Forbidden, await NegotiateAsync(server, host, $"http://{host}"));
            Assert.Equal(HttpStatusCode.Forbidden, await UpgradeAsync(server, host, $"http://{host}"));
            Assert.Equal(HttpStatusCode.Forbidden, await GuestAsync(server, host, $"http://{host}"));
        }

        foreach (var host in served)
        {
            Assert.Equal(HttpStatusCode.OK, await NegotiateAsync(server, host, $"http://{host}"));
            Assert.Equal(HttpStatusCode.SwitchingProtocols, await UpgradeAsync(server, host, $"http://{host}"));
        }

        // A client that is not a page may use any name, because an attacker cannot rebind what it connects to.
        Assert.Equal(HttpStatusCode.OK, await NegotiateAsync(server, "chat.example.org", origin: null));
    }

    [Theory]
    [InlineData("chat.example.org")]
    [InlineData("other.example; chat.example.org")]
    [InlineData("*.example.org")]
    [InlineData("CHAT.Example.org")]
    public async Task A_configured_name_is_the_servers_own_and_other_names_get_no_answer(string allowed)
    {
        using var server = new ChatServer(new() { ["AllowedHosts"] = allowed });

        Assert.Equal(HttpStatusCode.OK, await NegotiateAsync(server, "chat.example.org:8443", "http://chat.example.org:8443"));
        Assert.Equal(HttpStatusCode.BadRequest, await NegotiateAsync(server, "evil.example", "http://evil.example"));
        Assert.Equal(HttpStatusCode.BadRequest, await NegotiateAsync(server, "evil.example", origin: null));
        Assert.Equal(HttpStatusCode.BadRequest, await AskAsync(server, "evil.example", "/"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(server, "chat.example.org", "/"));
        // Probes use an address, and some the name of a service.
        Assert.Equal(HttpStatusCode.OK, await AskAsync(server, "10.1.2.3:8080", "/health/live"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(server, "chat-1.cluster.local", "/health/live"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(server, $"127.0.0.1:{server.Url.Port}", "/"));
    }

    /// <summary>Regression: a name that is not ASCII was taken, and refused every browser, which sends it in punycode.</summary>
    [Theory]
    [InlineData("bücher.example")]
    [InlineData("*.BÜCHER.example")]
    [InlineData("bu\u0308cher.example")]
    [InlineData("bücher。example")]
    [InlineData("ｃhat.example")]
    public void A_host_that_is_not_ASCII_is_a_bad_setting(string host)
    {
        var result = Assert.Single(new HostNames { Allowed = ["xn--bcher-kva.example", host] }.Problems());

        Assert.Equal(
            $"AllowedHosts contains '{host}'; browsers send such a name in punycode, so use that form, such as xn--bcher-kva.example for "
            + "bücher.example.",
            result);
    }

    [Theory]
    [InlineData("xn--bcher-kva.example", "xn--bcher-kva.example")]
    [InlineData("XN--Bcher-kva.example", "xn--bcher-kva.example")]
    [InlineData("*.xn--bcher-kva.example", "chat.xn--bcher-kva.example")]
    public void A_host_in_punycode_is_the_servers_own(string allowed, string host) =>
        Assert.True(new HostNames { Allowed = [allowed] }.AreOwn(new HostString(host, 8443)));

    /// <summary>Regression: only the first refused name was ever logged, and it was a scanner's.</summary>
    [Fact]
    public async Task Each_refused_name_is_logged()
    {
        var log = new FakeLogger<HostGuard>();
        var guard = new HostGuard(_ => Task.CompletedTask, Options.Create(new HostNames { Allowed = ["chat.example.org"] }), log);

        foreach (var host in (string[])["scanner.example", "chat.example.com"])
        {
            using var services = new ServiceCollection().AddLogging().AddProblemDetails().BuildServiceProvider();
            var context = new DefaultHttpContext { RequestServices = services, Request = { Host = new(host) } };
            await guard.InvokeAsync(context);
            Assert.Equal(StatusCodes.Status400BadRequest, context.Response.StatusCode);
        }

        Assert.Equal(
            ["scanner.example", "chat.example.com"],
            log.Collector.GetSnapshot().Select(line => line.GetStructuredStateValue("Host")));
    }

    [Fact]
    public async Task The_name_that_a_known_proxy_was_asked_for_counts_and_not_the_one_of_the_node()
    {
        using var server = new ChatServer(new() { ["AllowedHosts"] = "chat.example.org", ["Proxies:KnownProxies"] = "127.0.0.1" });

        Assert.Equal(HttpStatusCode.OK, await AskAsync(server, "chat-1.cluster.local", "/", forwardedHost: "chat.example.org"));
        Assert.Equal(HttpStatusCode.BadRequest, await AskAsync(server, "chat.example.org", "/", forwardedHost: "evil.example"));
    }

    [Fact]
    public async Task A_star_takes_every_name_for_the_servers_own()
    {
        using var server = new ChatServer(new() { ["AllowedHosts"] = "*" });

        Assert.Equal(HttpStatusCode.OK, await NegotiateAsync(server, "any.example", "http://any.example"));
        Assert.Equal(HttpStatusCode.Forbidden, await NegotiateAsync(server, "any.example", "http://other.example"));
    }

    [Theory]
    [InlineData("https://chat.example.org")]
    [InlineData("chat.example.org:443")]
    [InlineData("chat.*.org")]
    [InlineData("chat/example")]
    public void A_host_that_is_no_name_is_a_bad_setting(string host)
    {
        var result = Assert.Single(new HostNames { Allowed = ["chat.example.org", "*.example.org", "*", host] }.Problems());

        Assert.Equal(
            $"AllowedHosts contains '{host}'; expected host names such as chat.example.org or *.example.org, without scheme and port, or "
            + "* for any.", result);
    }

    private static async Task<HttpStatusCode> AskAsync(ChatServer server, string host, string path, string? forwardedHost = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (forwardedHost is not null)
        {
            request.Headers.Add("X-Forwarded-For", "203.0.113.9");
            request.Headers.Add("X-Forwarded-Host", forwardedHost);
        }

        return await SendAsync(server, request, host, origin: null);
    }

    private static async Task<HttpStatusCode> NegotiateAsync(ChatServer server, string host, string? origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{ChatPaths.Hub}/negotiate?negotiateVersion=1");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", (await server.GuestAsync("alice")).AccessToken);
        return await SendAsync(server, request, host, origin);
    }

    private static async Task<HttpStatusCode> GuestAsync(ChatServer server, string host, string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, ChatPaths.GuestToken);
        request.Content = new StringContent("""{"name":"mallory"}""", System.Text.Encoding.UTF8, "application/json");
        return await SendAsync(server, request, host, origin);
    }

    private static async Task<HttpStatusCode> SendAsync(ChatServer server, HttpRequestMessage request, string host, string? origin)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false })
        {
            BaseAddress = server.Url,
            Timeout = TestClient.Deadline,
        };
        request.Headers.Host = host;
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }

    private static async Task<HttpStatusCode> UpgradeAsync(ChatServer server, string host, string origin)
    {
        var token = (await server.GuestAsync("alice")).AccessToken;
        return await RawUpgrade.StatusAsync(server.Hub, ("Host", host), ("Origin", origin), ("Authorization", $"Bearer {token}"));
    }
}
