using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;
using SignalRChat.Auth;
using SignalRChat.Auth.Guests;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Auth;

/// <summary>A key verifies only its issuer's tokens, and only for the use and algorithm that it names.</summary>
public sealed class IssuerKeyTests : IAsyncLifetime
{
    private const string Bearer = "Authentication:Schemes:Bearer";
    private const string A = "https://a.example";
    private const string B = "https://b.example";

    private readonly SymmetricSecurityKey _keyOfA = new(RandomNumberGenerator.GetBytes(32));
    private readonly SymmetricSecurityKey _keyOfB = new(RandomNumberGenerator.GetBytes(32));
    private TokenIssuer _issuer = null!;

    public async Task InitializeAsync() => _issuer = await TokenIssuer.StartAsync();

    public async Task DisposeAsync() => await _issuer.DisposeAsync();

    [Theory]
    [InlineData(null)]
    [InlineData("a-name-of-a-key")]
    public async Task A_shared_key_verifies_the_tokens_of_its_issuer_alone(string? keyId)
    {
        await using var server = await AuthServer.StartAsync(Static());
        (_keyOfA.KeyId, _keyOfB.KeyId) = (keyId, keyId);

        Assert.Equal(101, await server.UpgradeAsync(Token(A, _keyOfA)));
        Assert.Equal(101, await server.UpgradeAsync(Token(B, _keyOfB)));
        Assert.Equal(401, await server.UpgradeAsync(Token(A, _keyOfB)));
        Assert.Equal(401, await server.UpgradeAsync(Token(B, _keyOfA)));
    }

    [Fact]
    public async Task The_keys_of_an_authority_verify_its_own_tokens_alone()
    {
        await using var server = await AuthServer.StartAsync(WithAuthority());

        Assert.Equal(101, await server.UpgradeAsync(_issuer.Mint("alice")));
        Assert.Equal(101, await server.UpgradeAsync(Token(A, _keyOfA)));
        Assert.Equal(401, await server.UpgradeAsync(Token(A, _issuer.Keys.Rsa)));
        Assert.Equal(401, await server.UpgradeAsync(Token(_issuer.Authority, _keyOfA)));
    }

    [Fact]
    public async Task The_key_of_the_guests_verifies_guests_alone_and_no_other_key_does()
    {
        using var directory = new TempDirectory();
        var settings = new Dictionary<string, string?>(Static()) { ["Authentication:Guests:Enabled"] = "true" };
        await using var server = await AuthServer.StartAsync(settings, directory: directory);
        var keyOfGuests = new SymmetricSecurityKey(await File.ReadAllBytesAsync(Path.Combine(directory, GuestSigningKey.FileName)));

        Assert.Equal(101, await server.UpgradeAsync(Token(GuestIdentity.Issuer, keyOfGuests, GuestIdentity.Audience)));
        Assert.Equal(401, await server.UpgradeAsync(Token(GuestIdentity.Issuer, _keyOfA, GuestIdentity.Audience)));
        Assert.Equal(401, await server.UpgradeAsync(Token(A, keyOfGuests)));
    }

    [Theory]
    [InlineData("use", "sig", 101)]
    [InlineData("use", "enc", 401)]
    [InlineData("use", "SIG", 401)]
    [InlineData("key_ops", "verify", 101)]
    [InlineData("key_ops", "verify sign", 101)]
    [InlineData("key_ops", "sign", 401)]
    [InlineData("key_ops", "encrypt wrapKey", 401)]
    [InlineData("alg", "RS256", 101)]
    [InlineData("alg", "RS512", 401)]
    [InlineData("alg", "RSA-OAEP", 401)]
    public async Task A_key_verifies_only_what_it_says_it_is_for(string member, string value, int status)
    {
        var key = new RsaSecurityKey(RSA.Create(2048)) { KeyId = "one-more" };
        _issuer.MoreKeys = [new(TestIssuerKeys.PublicRsa(key)) { [member] = member == "key_ops" ? value.Split(' ') : value }];
        await using var server = await AuthServer.TrustingAsync(_issuer);

        Assert.Equal(status, await server.UpgradeAsync(_issuer.Mint("alice", draft => draft.Key = key)));

        key.KeyId = null;
        Assert.Equal(status, await server.UpgradeAsync(_issuer.Mint("alice", draft => draft.Key = key)));
    }

    [Fact]
    public async Task A_shared_key_that_an_authority_publishes_is_none()
    {
        var secret = new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32)) { KeyId = "published" };
        _issuer.MoreKeys = [new() { ["kty"] = "oct", ["kid"] = secret.KeyId, ["k"] = Base64UrlEncoder.Encode(secret.Key) }];
        await using var server = await AuthServer.StartAsync(WithAuthority());

        Assert.Equal(401, await server.UpgradeAsync(Token(_issuer.Authority, secret)));
    }

    private Dictionary<string, string?> Static() => new()
    {
        [$"{Bearer}:ValidAudiences:0"] = TokenIssuer.Audience,
        [$"{Bearer}:ValidIssuers:0"] = A,
        [$"{Bearer}:ValidIssuers:1"] = B,
        [$"{Bearer}:SigningKeys:0:Issuer"] = A,
        [$"{Bearer}:SigningKeys:0:Value"] = Convert.ToBase64String(_keyOfA.Key),
        [$"{Bearer}:SigningKeys:1:Issuer"] = B,
        [$"{Bearer}:SigningKeys:1:Value"] = Convert.ToBase64String(_keyOfB.Key),
    };

    private Dictionary<string, string?> WithAuthority() =>
        Static().Concat(_issuer.Settings)
            .Append(new($"{Bearer}:ValidIssuers:2", _issuer.Authority))
            .DistinctBy(one => one.Key)
            .ToDictionary();

    private static string Token(string issuer, SecurityKey key, string audience = TokenIssuer.Audience) =>
        new TokenDraft(issuer, audience, "alice", key).Sign();
}
