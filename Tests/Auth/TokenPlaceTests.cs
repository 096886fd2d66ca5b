using System.Net;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.Logging;
using SignalRChat.Contracts;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Auth;

/// <summary>The places in a request where a token is accepted, and the places where it must not appear afterwards.</summary>
public sealed class TokenPlaceTests(TrustedIssuer trusted) : IClassFixture<TrustedIssuer>
{
    private readonly TokenIssuer _issuer = trusted.Issuer;
    private readonly AuthServer _server = trusted.Server;

    [Fact]
    public async Task A_token_in_the_header_or_in_the_query_opens_a_websocket()
    {
        var token = _issuer.Mint("alice");

        Assert.Equal(101, await _server.UpgradeAsync(token));
        Assert.Equal(101, await _server.UpgradeAsync(query: $"access_token={token}"));
    }

    [Fact]
    public async Task The_query_counts_below_a_prefix_too()
    {
        await using var server = await AuthServer.StartAsync(_issuer.Settings, pathBase: "/prefix");

        using var answer = await server.NegotiateAsync(query: $"&access_token={_issuer.Mint("alice")}", prefix: "/prefix");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task The_query_does_not_count_off_the_hubs_path()
    {
        var token = _issuer.Mint("alice");

        using var answer = await _server.Http.GetAsync($"/elsewhere?access_token={token}");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        LogCheck.HoldsNothingOf(token, _server.Log);
    }

    [Fact]
    public async Task The_header_wins_over_the_query()
    {
        using var answer = await _server.NegotiateAsync(_issuer.Mint("alice"), query: "&access_token=stale");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_header_of_another_scheme_leaves_the_query_its_say()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{ChatPaths.Hub}/negotiate?access_token={_issuer.Mint("alice")}");
        request.Headers.TryAddWithoutValidation("Authorization", "Basic Zm9vOmJhcg==");

        using var answer = await _server.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Two_tokens_in_the_query_are_none()
    {
        var token = _issuer.Mint("alice");

        using var answer = await _server.NegotiateAsync(query: $"&access_token={token}&access_token={token}");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        LogCheck.HoldsNothingOf(token, _server.Log);
    }

    [Theory]
    [InlineData("?a=1&access_token=secret&b=%20x", "?a=1&b=%20x")]
    [InlineData("?access%5Ftoken=secret", "")]
    [InlineData("?ACCESS_TOKEN=secret&flag", "?flag=")]
    [InlineData("?a=1&flag", "?a=1&flag")]
    public async Task The_rest_of_the_query_stays(string query, string rest)
    {
        Assert.Equal(rest, await _server.Http.GetStringAsync($"/address{query}"));
    }

    [Fact]
    public async Task A_good_token_is_not_in_the_log_of_a_whole_connection()
    {
        var token = _issuer.Mint("alice");
        await using (var connection = new HubConnectionBuilder()
            .WithUrl($"{_server.Address}{ChatPaths.Hub}", options => options.AccessTokenProvider = () => Task.FromResult<string?>(token))
            .Build())
        {
            await connection.StartAsync();
            await connection.InvokeAsync<string>(nameof(WhoHub.Who));
        }

        Assert.Equal(101, await _server.UpgradeAsync(query: $"access_token={token}"));
        Assert.Contains(_server.Log.GetSnapshot(), record => record.Level == LogLevel.Trace);
        Assert.Contains(_server.Log.GetSnapshot(), record => record.Message.StartsWith("Request starting", StringComparison.Ordinal));
        LogCheck.HoldsNothingOf(token, _server.Log);
    }
}
