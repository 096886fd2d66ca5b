using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SignalRChat.Auth;
using SignalRChat.Contracts;

namespace SignalRChat.Tests.Auth;

public sealed class GuestRateLimitTests
{
    private static readonly Dictionary<string, string?> _two = new()
    {
        ["Authentication:Guests:Enabled"] = "true",
        ["Authentication:Guests:Tokens:Burst"] = "2",
        // Two a minute, a little more: the answer rounds the wait up.
        ["Authentication:Guests:Tokens:PerSecond"] = "0.0334",
        ["Cors:AllowedOrigins"] = "https://chat.example.org",
    };

    [Fact]
    public async Task Beyond_the_burst_an_address_learns_when_to_retry()
    {
        await using var server = await AuthServer.StartAsync(_two);
        await server.GuestAsync("one");
        await server.GuestAsync("two");

        using var answer = await server.AskAsGuestAsync("three");

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(ChatErrorCodes.RateLimited, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_page_of_another_origin_can_read_that_it_came_too_fast()
    {
        await using var server = await AuthServer.StartAsync(_two);
        await server.GuestAsync("one");
        await server.GuestAsync("two");
        using var ask = new HttpRequestMessage(HttpMethod.Post, ChatPaths.GuestToken);
        ask.Content = JsonContent.Create(new { name = "three" });
        ask.Headers.Add("Origin", "https://chat.example.org");

        using var answer = await server.Http.SendAsync(ask);

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Contains("https://chat.example.org", answer.Headers.GetValues("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Nothing_else_counts()
    {
        await using var server = await AuthServer.StartAsync(_two);
        var guest = await server.GuestAsync("one");
        await server.GuestAsync("two");

        for (var i = 0; i < 5; i++)
        {
            using var answer = await server.NegotiateAsync(guest.AccessToken);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::")]
    [InlineData("2001:db8:1:2:ffff::1", "2001:db8:1:2::")]
    public void Addresses_of_one_network_are_one_asker(string address, string network) =>
        Assert.Equal(IPAddress.Parse(network), ClientNetwork.Of(IPAddress.Parse(address)));
}
