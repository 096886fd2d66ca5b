using System.Net;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.IdentityModel.Tokens;
using SignalRChat.Contracts;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Auth;

/// <summary>Negotiate and upgrade answer every token here with 401, and the log contains no part of it.</summary>
public sealed class BadTokenTests(TrustedIssuer trusted) : IClassFixture<TrustedIssuer>
{
    private static readonly Dictionary<string, Func<TokenIssuer, string>> _spoiled = new()
    {
        ["another audience"] = issuer => issuer.Mint("alice", draft => draft.Claims["aud"] = "another-service"),
        ["an audience that no header can hold"] = issuer => issuer.Mint("alice", draft => draft.Claims["aud"] = "caf\u00e9\r\nX: y"),
        ["no audience"] = issuer => issuer.Mint("alice", draft => draft.Claims["aud"] = null),
        ["another issuer"] = issuer => issuer.Mint("alice", draft => draft.Claims["iss"] = "https://elsewhere.example"),
        ["no issuer"] = issuer => issuer.Mint("alice", draft => draft.Claims["iss"] = null),
        ["the guests' issuer"] = issuer => issuer.Mint("alice", draft => draft.Claims["iss"] = "signalrchat-guests"),
        ["expired by one second"] = issuer => issuer.Mint("alice", draft => draft.ExpiresIn = TimeSpan.FromSeconds(-1)),
        ["no expiry"] = issuer => issuer.Mint("alice", draft => draft.Claims["exp"] = null),
        ["not yet valid"] = issuer => issuer.Mint("alice", draft => draft.Claims["nbf"] = (long)draft.Claims["exp"]! - 1),
        ["alg none"] = issuer => Draft(issuer).Unsigned(),
        ["signed with the public key as a secret"] = issuer => issuer.Mint("alice", draft =>
            (draft.Key, draft.Algorithm) = (PublicKeyAsSecret(issuer), SecurityAlgorithms.HmacSha256)),
        ["unknown key"] = issuer => issuer.Mint("alice", draft => draft.Key = new TestIssuerKeys().Rsa),
        ["known key id, other key"] = issuer => issuer.Mint("alice", draft =>
            draft.Key = new RsaSecurityKey(RSA.Create(2048)) { KeyId = issuer.Keys.Rsa.KeyId }),
        ["changed after signing"] = issuer => Tampered(issuer.Mint("alice")),
        ["garbage"] = _ => "certainly-not-a-token-0123456789",
        ["garbage of three parts"] = _ => "certainly.notatoken.butthreeparts",
        ["encrypted"] = _ => $"{Base64UrlEncoder.Encode("""{"alg":"dir","enc":"A128CBC-HS256"}""")}..certainly.nottoberead.byanyone",
        ["no sub"] = issuer => issuer.Mint("alice", draft => draft.Claims["sub"] = null),
        ["an empty sub"] = issuer => issuer.Mint(""),
        ["a blank sub"] = issuer => issuer.Mint("  "),
        ["two subs"] = issuer => issuer.Mint("alice", draft => draft.Claims["sub"] = new[] { "alice", "bob" }),
        ["a sub of 129 characters"] = issuer => issuer.Mint(new string('a', 129)),
        ["a control character in the sub"] = issuer => issuer.Mint("ali\nce"),
        ["a control character in the name"] = issuer => issuer.Mint("alice", draft => draft.Claims["name"] = "Ali\u001b[31mce"),
        ["a turned name"] = issuer => issuer.Mint("alice", draft => draft.Claims["name"] = "Ali\u202ece"),
        ["a name that shows nothing"] = issuer => issuer.Mint("alice", draft => draft.Claims["name"] = "\u3164\u2800"),
        ["an invisible character in the name"] = issuer => issuer.Mint("alice", draft => draft.Claims["name"] = "ali\u034fce"),
        ["a sub that shows nothing, and no name"] = issuer => issuer.Mint("\u200b", draft => draft.Claims["name"] = null),
    };

    static BadTokenTests()
    {
        foreach (var (how, token) in MalformedTokens.All)
            _spoiled.Add(how, token);
    }

    private readonly TokenIssuer _issuer = trusted.Issuer;
    private readonly AuthServer _server = trusted.Server;

    public static TheoryData<string> Spoiled => [.. _spoiled.Keys];

    [Theory]
    [MemberData(nameof(Spoiled))]
    public async Task A_bad_token_is_refused_before_the_upgrade_and_never_logged(string how)
    {
        var token = _spoiled[how](_issuer);

        var refused = RefusalsLogged();

        using var inHeader = await _server.NegotiateAsync(token);
        Assert.Equal(refused + 1, RefusalsLogged());
        using var inQuery = await _server.NegotiateAsync(query: $"&access_token={Uri.EscapeDataString(token)}");

        using var poll = new HttpRequestMessage(HttpMethod.Get, $"{ChatPaths.Hub}?id=x");
        poll.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        using var polled = await _server.Http.SendAsync(poll);

        Assert.Equal(HttpStatusCode.Unauthorized, polled.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, inHeader.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, inQuery.StatusCode);
        Assert.Equal(401, await _server.UpgradeAsync(token));
        Assert.Equal(401, await _server.UpgradeAsync(query: $"access_token={Uri.EscapeDataString(token)}"));
        LogCheck.HoldsNothingOf(token, _server.Log);
    }

    [Theory]
    [MemberData(nameof(Spoiled))]
    public async Task A_token_that_only_this_machines_clock_rejects_gets_a_retry_time(string how)
    {
        using var answer = await _server.NegotiateAsync(_spoiled[how](_issuer));

        Assert.Equal(how is "expired by one second" or "not yet valid", answer.Headers.RetryAfter is not null);
    }

    [Fact]
    public async Task A_damaged_token_never_becomes_another_user()
    {
        var good = _issuer.Mint("alice");
        var damage = Gen.Select(Gen.Int[0, good.Length - 1], Gen.Char["AZaz09-_.="]);

        await damage.SampleAsync(
            async (place, letter) =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, "/elsewhere");
                request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {good[..place]}{letter}{good[(place + 1)..]}");
                using var answer = await _server.Http.SendAsync(request);

                // The last letter of a part has unused bits, so a change of it may change nothing.
                if (answer.StatusCode == HttpStatusCode.OK)
                    Assert.StartsWith("alice|alice|", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
                else
                    Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            },
            iter: 100,
            threads: 1);
    }

    [Fact]
    public async Task The_answer_says_why_and_nothing_of_the_token()
    {
        using var answer = await _server.NegotiateAsync(_issuer.Mint("alice", draft => draft.ExpiresIn = TimeSpan.FromSeconds(-1)));

        Assert.Equal(
            """Bearer error="invalid_token", error_description="The token has expired." """.Trim(), $"{answer.Headers.WwwAuthenticate}");
    }

    [Fact]
    public async Task No_token_is_refused_before_the_upgrade()
    {
        using var answer = await _server.NegotiateAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(401, await _server.UpgradeAsync());
    }

    private int RefusalsLogged() => _server.Log.GetSnapshot().Count((FakeLogRecord record) => record.Id.Id == 1000);

    private static TokenDraft Draft(TokenIssuer issuer) => new(issuer.Authority, TokenIssuer.Audience, "alice", issuer.Keys.Rsa);

    private static SymmetricSecurityKey PublicKeyAsSecret(TokenIssuer issuer) =>
        new(Encoding.ASCII.GetBytes(issuer.Keys.Rsa.Rsa.ExportSubjectPublicKeyInfoPem())) { KeyId = issuer.Keys.Rsa.KeyId };

    private static string Tampered(string token)
    {
        var parts = token.Split('.');
        var payload = Base64UrlEncoder.Decode(parts[1]).Replace("\"alice\"", "\"mallo\"", StringComparison.Ordinal);
        return $"{parts[0]}.{Base64UrlEncoder.Encode(payload)}.{parts[2]}";
    }
}
