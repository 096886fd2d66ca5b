using System.Net;
using System.Net.Http.Json;
using SignalRChat.Auth.Origins;
using SignalRChat.Contracts;

namespace SignalRChat.Tests.Auth;

public sealed class OriginTests : IAsyncLifetime
{
    private const string Allowed = "https://chat.example.org";

    private AuthServer _server = null!;
    private string _token = "";

    public async Task InitializeAsync()
    {
        _server = await AuthServer.StartAsync(new()
        {
            ["Authentication:Guests:Enabled"] = "true",
            ["Cors:AllowedOrigins:0"] = Allowed,
            ["Cors:AllowedOrigins:1"] = "http://LOCALHOST:80",
        });
        _token = (await _server.GuestAsync("alice")).AccessToken;
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    [InlineData("http://chat.example.org")]
    [InlineData("https://chat.example.org:444")]
    [InlineData("https://chat.example.org.evil.example")]
    [InlineData("https://chat.example.org@evil.example")]
    [InlineData("https://chat.example.org, https://evil.example")]
    [InlineData("http://127.0.0.1")]
    [InlineData("file://")]
    [InlineData("nonsense")]
    public async Task A_foreign_page_is_refused_at_negotiate_at_the_upgrade_and_at_the_guests_door(string origin)
    {
        using var negotiate = await _server.NegotiateAsync(_token, origin: origin);
        using var guest = await AskAsGuestAsync(origin);

        Assert.Equal(HttpStatusCode.Forbidden, negotiate.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, guest.StatusCode);
        Assert.Equal(403, await _server.UpgradeAsync(_token, origin: origin));
        Assert.False(negotiate.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData(Allowed)]
    [InlineData("HTTPS://Chat.Example.ORG")]
    [InlineData("https://chat.example.org:443")]
    [InlineData("http://localhost")]
    [InlineData(null)]
    public async Task An_allowed_page_and_a_client_that_is_no_page_pass(string? origin)
    {
        using var negotiate = await _server.NegotiateAsync(_token, origin: origin);
        using var guest = await AskAsGuestAsync(origin);

        Assert.Equal(HttpStatusCode.OK, negotiate.StatusCode);
        Assert.Equal(HttpStatusCode.OK, guest.StatusCode);
        Assert.Equal(101, await _server.UpgradeAsync(_token, origin: origin));
    }

    [Fact]
    public async Task An_allowed_page_may_read_when_it_should_come_again()
    {
        using var answer = await _server.NegotiateAsync("no-token", origin: Allowed);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(["Retry-After"], answer.Headers.GetValues("Access-Control-Expose-Headers"));
    }

    [Fact]
    public async Task The_servers_own_page_passes()
    {
        using var negotiate = await _server.NegotiateAsync(_token, origin: _server.Address);

        Assert.Equal(HttpStatusCode.OK, negotiate.StatusCode);
        Assert.Equal(101, await _server.UpgradeAsync(_token, origin: _server.Address));
    }

    [Theory]
    [InlineData("text/event-stream", "GET")]
    [InlineData("*/*", "GET")]
    [InlineData("*/*", "POST")]
    public async Task The_other_transports_are_guarded_too(string accept, string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"{ChatPaths.Hub}?id=x&access_token={_token}");
        request.Headers.Add("Accept", accept);
        request.Headers.Add("Origin", "https://evil.example");

        using var answer = await _server.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData(Allowed, Allowed)]
    [InlineData("https://evil.example", null)]
    public async Task An_allowed_page_may_send_credentials(string origin, string? allowed)
    {
        using var request = new HttpRequestMessage(HttpMethod.Options, $"{ChatPaths.Hub}/negotiate");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "authorization,x-requested-with,x-signalr-user-agent");

        using var answer = await _server.Http.SendAsync(request);

        Assert.Equal(allowed, answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? values.Single() : null);
        Assert.Equal(allowed is not null, answer.Headers.Contains("Access-Control-Allow-Credentials"));
    }

    [Fact]
    public async Task Origins_can_be_set_as_one_value_with_commas()
    {
        await using var server = await AuthServer.StartAsync(new()
        {
            ["Authentication:Guests:Enabled"] = "true",
            ["Cors:AllowedOrigins"] = "https://a.example,https://b.example:8443",
        });

        using var answer = await server.NegotiateAsync((await server.GuestAsync("alice")).AccessToken, origin: "https://b.example:8443");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("https://Example.org", "https://example.org")]
    [InlineData("http://a:8080", "http://a:8080")]
    [InlineData("http://[::1]:5000", "http://[::1]:5000")]
    [InlineData("https://bücher.example", "https://xn--bcher-kva.example")]
    [InlineData("tauri://localhost", "tauri://localhost")]
    [InlineData("https://a/", null)]
    [InlineData("https://u@a", null)]
    [InlineData("a.example", null)]
    [InlineData("", null)]
    public void An_origin_has_one_form(string text, string? form) => Assert.Equal(form, WebOrigin.Normalise(text));

    private Task<HttpResponseMessage> AskAsGuestAsync(string? origin)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, ChatPaths.GuestToken);
        request.Content = JsonContent.Create(new { name = "alice" });
        if (origin is not null)
            request.Headers.TryAddWithoutValidation("Origin", origin);
        return _server.Http.SendAsync(request);
    }
}
