using Microsoft.Extensions.Options;
using SignalRChat.Auth.Guests;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Auth;

/// <summary>An impossible setting stops the start with one sentence that names it.</summary>
public sealed class BadSettingTests
{
    private const string Bearer = "Authentication:Schemes:Bearer";

    [Theory]
    [InlineData("Authentication:Guests:TokenLifetime", "00:00:59")]
    [InlineData("Authentication:Guests:TokenLifetime", "7.00:00:01")]
    [InlineData("Authentication:Guests:TokenLifetime", "soon")]
    [InlineData("Authentication:Guests:Tokens:Burst", "0")]
    [InlineData("Authentication:Guests:Tokens:PerSecond", "1000001")]
    [InlineData("Authentication:Guests:Tokens:PerSecond", "0.0009")]
    [InlineData("Authentication:Guests:Tokens:PerSecond", "NaN")]
    [InlineData("Authentication:Guests:Tokens:PerSecond", "0,5")]
    [InlineData("Authentication:Guests:Enabled", "perhaps")]
    [InlineData("Cors:AllowedOrigins", "*")]
    [InlineData("Cors:AllowedOrigins:0", "*", "Cors:AllowedOrigins")]
    [InlineData("Cors:AllowedOrigins:0", "https://*.example.org", "Cors:AllowedOrigins")]
    [InlineData("Cors:AllowedOrigins:0", "https://chat.example.org/", "Cors:AllowedOrigins")]
    [InlineData("Cors:AllowedOrigins:0", "https://chat.example.org/page", "Cors:AllowedOrigins")]
    [InlineData("Cors:AllowedOrigins:0", "chat.example.org", "Cors:AllowedOrigins")]
    [InlineData("Cors:AllowedOrigins:0", "null", "Cors:AllowedOrigins")]
    [InlineData("Cors:AllowedOrigins:0", "", "Cors:AllowedOrigins")]
    [InlineData($"{Bearer}:Authority", "login.example.org")]
    [InlineData($"{Bearer}:Authority", "http://login.example.org")]
    [InlineData($"{Bearer}:MetadataAddress", "ftp://login.example.org")]
    [InlineData($"{Bearer}:ValidAudiences:0", "", $"{Bearer}:ValidAudiences")]
    [InlineData($"{Bearer}:ValidAudiences:0", null, $"{Bearer}:ValidAudiences")]
    [InlineData($"{Bearer}:ValidIssuer", " ", $"{Bearer}:ValidIssuers")]
    [InlineData($"{Bearer}:ValidIssuers:0", "signalrchat-guests", $"{Bearer}:ValidIssuers")]
    [InlineData($"{Bearer}:RequireHttpsMetadata", "nein")]
    [InlineData($"{Bearer}:RefreshInterval", "often")]
    [InlineData($"{Bearer}:RefreshInterval", "00:00:00")]
    [InlineData($"{Bearer}:BackchannelTimeout", "-1")]
    [InlineData($"{Bearer}:SigningKeys:0:Value", "c2hvcnQ=")]
    [InlineData($"{Bearer}:SigningKeys:0:Issuer", "nobody")]
    public async Task A_bad_setting_stops_the_start_with_a_sentence_that_names_it(string key, string? value, string? named = null)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Authentication:Guests:Enabled"] = "true",
            [$"{Bearer}:Authority"] = "https://login.example.org",
            [$"{Bearer}:ValidAudiences:0"] = "chat",
            [key] = value,
        };

        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => AuthServer.StartAsync(settings));

        Assert.Contains(named ?? key, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Development")]
    public async Task A_server_without_a_way_to_sign_in_does_not_start(string environment)
    {
        var settings = new Dictionary<string, string?> { ["Authentication:Guests:Enabled"] = "false" };

        var failure = await Assert.ThrowsAsync<OptionsValidationException>(() => AuthServer.StartAsync(settings, environment));

        Assert.Equal(
            "No sign-in is configured: set Authentication:Schemes:Bearer:Authority to the issuer of the users' tokens, "
            + "or Authentication:Guests:Enabled to true.",
            failure.Message);
    }

    [Fact]
    public async Task A_damaged_key_stops_the_start()
    {
        using var directory = new TempDirectory();
        await File.WriteAllBytesAsync(Path.Combine(directory, GuestSigningKey.FileName), new byte[5]);

        var failure = await Assert.ThrowsAsync<OptionsValidationException>(
            () => AuthServer.StartAsync(environment: "Development", directory: directory));

        Assert.Contains($"{GuestSigningKey.FileName} holds 5 bytes; expected 32", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Static_keys_of_the_frameworks_section_work_without_an_authority()
    {
        var key = new Microsoft.IdentityModel.Tokens.SymmetricSecurityKey(new byte[32]);
        await using var server = await AuthServer.StartAsync(new()
        {
            [$"{Bearer}:ValidIssuer"] = "dotnet-user-jwts",
            [$"{Bearer}:ValidAudiences:0"] = "chat",
            [$"{Bearer}:SigningKeys:0:Issuer"] = "dotnet-user-jwts",
            [$"{Bearer}:SigningKeys:0:Value"] = Convert.ToBase64String(key.Key),
        });

        Assert.Equal(101, await server.UpgradeAsync(new TokenDraft("dotnet-user-jwts", "chat", "alice", key).Sign()));
        Assert.Equal(401, await server.UpgradeAsync(new TokenDraft("another", "chat", "alice", key).Sign()));
    }
}
