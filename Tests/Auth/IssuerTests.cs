using System.Net;
using Microsoft.AspNetCore.SignalR.Client;
using SignalRChat.Contracts;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Auth;

public sealed class IssuerTests : IAsyncLifetime
{
    private TokenIssuer _issuer = null!;
    private AuthServer _server = null!;

    public async Task InitializeAsync()
    {
        _issuer = await TokenIssuer.StartAsync();
        _server = await AuthServer.StartAsync(new(_issuer.Settings) { ["Authentication:Schemes:Bearer:RefreshInterval"] = "00:00:01" });
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_issuer_is_trusted_by_configuration_alone(bool ellipticCurve)
    {
        var token = _issuer.Mint("alice", draft =>
        {
            if (ellipticCurve)
                (draft.Key, draft.Algorithm) = (_issuer.Keys.Ec, "ES256");
            draft.Claims["name"] = "Alice Liddell";
        });
        await using var connection = new HubConnectionBuilder()
            .WithUrl($"{_server.Address}{ChatPaths.Hub}", options => options.AccessTokenProvider = () => Task.FromResult<string?>(token))
            .Build();

        await connection.StartAsync();

        Assert.StartsWith("alice|Alice Liddell|", await connection.InvokeAsync<string>(nameof(WhoHub.Who)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_knows_when_its_token_ends()
    {
        var ends = TimeProvider.System.GetUtcNow().AddMinutes(7).ToUnixTimeSeconds();
        var token = _issuer.Mint("alice", draft => draft.Claims["exp"] = ends);
        await using var connection = new HubConnectionBuilder()
            .WithUrl($"{_server.Address}{ChatPaths.Hub}", options => options.AccessTokenProvider = () => Task.FromResult<string?>(token))
            .Build();

        await connection.StartAsync();

        Assert.Equal($"alice|alice|{ends}", await connection.InvokeAsync<string>(nameof(WhoHub.Who)));
    }

    [Fact]
    public async Task The_first_token_of_a_new_key_is_accepted_and_a_withdrawn_key_is_not()
    {
        var before = _issuer.Mint("alice");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(before));

        _issuer.Rotate();

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(_issuer.Mint("alice")));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(before));
    }

    [Fact]
    public async Task Unknown_keys_do_not_flood_the_issuer()
    {
        await using var server = await AuthServer.TrustingAsync(_issuer);
        using var stranger = System.Security.Cryptography.RSA.Create(2048);
        for (var i = 0; i < 20; i++)
        {
            var token = _issuer.Mint("alice", draft =>
                draft.Key = new Microsoft.IdentityModel.Tokens.RsaSecurityKey(stranger) { KeyId = Guid.NewGuid().ToString() });
            using var answer = await server.NegotiateAsync(token);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }

        Assert.InRange(_issuer.KeyRequests, 1, 2);
    }

    [Fact]
    public async Task While_the_issuer_has_never_answered_a_token_is_neither_good_nor_bad()
    {
        _issuer.Answers = false;
        using var early = await _server.NegotiateAsync(_issuer.Mint("alice"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, early.StatusCode);
        Assert.NotNull(early.Headers.RetryAfter);

        _issuer.Answers = true;

        await Eventually.HoldsAsync(async () => await StatusAsync(_issuer.Mint("alice")) == HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_issuer_that_goes_away_later_does_not_matter()
    {
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(_issuer.Mint("alice")));

        _issuer.Answers = false;

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(_issuer.Mint("bob")));
    }

    private async Task<HttpStatusCode> StatusAsync(string token)
    {
        using var answer = await _server.NegotiateAsync(token);
        return answer.StatusCode;
    }
}
