using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http.Connections;
using SignalRChat.Contracts;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Edge;

/// <summary>The requests that a proxy forwards, blocks and logs.</summary>
[Collection(EdgeNodes.Name)]
public sealed class ProxyRequestTests(TwoNodes nodes)
{
    // A third of them goes first to the stopped node, and nginx logs an error for it.
    private const int Sockets = 20;

    [Theory]
    [InlineData(ProxyProcess.Nginx)]
    [InlineData(ProxyProcess.HAProxy)]
    public async Task No_token_is_in_a_log(string kind)
    {
        await using var proxy = await ProxyProcess.StartAsync(kind, nodes.Nodes);
        var guest = await Guests.SignInAsync(proxy.Url, "alice");
        for (var i = 0; i < Sockets; i++)
        {
            using var socket = await RawClient.ConnectAsync(RawUpgrade.Hub(proxy.Url, guest.AccessToken));
        }
        using var http = Http(proxy.Url);
        using var refused = await http.GetAsync($"{ChatPaths.Hub}?id=unknown&access_token={guest.AccessToken}");

        await Eventually.TrueAsync(
            () => proxy.Log.Contains($"GET {ChatPaths.Hub}\"", StringComparison.Ordinal), "the log has the requests");

        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        Assert.DoesNotContain("access_token", proxy.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(guest.AccessToken, proxy.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ProxyProcess.Nginx)]
    [InlineData(ProxyProcess.HAProxy)]
    public async Task The_page_works_behind_a_prefix_of_the_path(string kind)
    {
        var address = nodes.Proxy(kind).Url;
        using var http = Http(address);

        using var without = await http.GetAsync("/chat");
        using var page = await http.GetAsync("/chat/");
        using var script = await http.GetAsync("/chat/js/page/main.js");
        var guest = await Guests.SignInAsync(address, "alice");
        await using var client = await TestClient.ConnectAsync(
            address, guest, "json", transport: HttpTransportType.WebSockets, prefix: "/chat");
        await client.JoinAsync("prefix");
        using var socket = await RawClient.ConnectAsync(RawUpgrade.Hub(address, guest.AccessToken, $"/chat{ChatPaths.Hub}"));

        Assert.Equal(HttpStatusCode.MovedPermanently, without.StatusCode);
        Assert.Equal("/chat/", new Uri(address, without.Headers.Location!).AbsolutePath);
        Assert.Contains("<title>SignalRChat</title>", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, script.StatusCode);
    }

    [Theory]
    [InlineData(ProxyProcess.Nginx)]
    [InlineData(ProxyProcess.HAProxy)]
    public async Task What_a_client_made_up_about_its_request_does_not_get_through(string kind)
    {
        var address = nodes.Proxy(kind).Url;
        var guest = await Guests.SignInAsync(address, "alice");
        var own = address.GetLeftPart(UriPartial.Authority);

        Assert.Equal(HttpStatusCode.OK, await NegotiateAsync(own, []));
        Assert.Equal(HttpStatusCode.Forbidden, await NegotiateAsync("https://evil.example", []));
        Assert.Equal(HttpStatusCode.Forbidden, await NegotiateAsync("https://evil.example", new()
        {
            ["X-Forwarded-Host"] = "evil.example",
            ["X-Forwarded-Proto"] = "https",
            ["X-Forwarded-For"] = "127.0.0.1",
        }));

        async Task<HttpStatusCode> NegotiateAsync(string origin, Dictionary<string, string> headers)
        {
            using var http = Http(address);
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{ChatPaths.Hub}/negotiate?negotiateVersion=1");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", guest.AccessToken);
            request.Headers.Add("Origin", origin);
            foreach (var (name, value) in headers)
                request.Headers.Add(name, value);
            using var answer = await http.SendAsync(request);
            return answer.StatusCode;
        }
    }

    private static HttpClient Http(Uri address) =>
        new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = address, Timeout = TestClient.Deadline };
}
