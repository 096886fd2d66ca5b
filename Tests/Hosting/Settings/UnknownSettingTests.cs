using Microsoft.Extensions.Configuration;
using SignalRChat.Hosting.Settings;

namespace SignalRChat.Tests.Hosting.Settings;

/// <summary>Regression: the server ignored a misspelled setting and used its default.</summary>
public sealed class UnknownSettingTests
{
    [Theory]
    [InlineData("Chat:Limits:TextLenght", "Chat:Limits:TextLength")]
    [InlineData("Chat:Limits:TextLength:Most", "Chat:Limits:TextLength")]
    [InlineData("Chat:Limit:PageSize", "Chat:Limits:PageSize")]
    [InlineData("Chat:TextLength", "Chat:Limits:TextLength")]
    [InlineData("Chat:RateLimits:MessagesPerSecond", "Chat:RateLimits:Messages:PerSecond")]
    [InlineData("Chat:RateLimits:MessageBurst", "Chat:RateLimits:Messages:Burst")]
    [InlineData("Chat:RateLimits:UserFrameBurst", "Chat:RateLimits:UserFrames:Burst")]
    [InlineData("Chat:RateLimits:Messages", "Chat:RateLimits:Messages:Burst")]
    [InlineData("Storage:Directory", "Storage:DataDirectory")]
    [InlineData("ConnectionStrings:Postgre", "ConnectionStrings:Postgres")]
    [InlineData("Cors:AllowedOrigin", "Cors:AllowedOrigins")]
    [InlineData("Cors:AllowedOrigins:one", "Cors:AllowedOrigins")]
    [InlineData("Proxies:PathBas", "Proxies:PathBase")]
    [InlineData("Metrics:Uri", "Metrics:Url")]
    [InlineData("Authentication:Guests:Enable", "Authentication:Guests:Enabled")]
    [InlineData("Authentication:Guests:TokenBurst", "Authentication:Guests:Tokens:Burst")]
    [InlineData("Authentication:Guests:TokensPerMinute", "Authentication:Guests:Tokens:PerSecond")]
    [InlineData("Authentication:Guest:Enabled", "Authentication:Guests:Enabled")]
    [InlineData("Authentication:Schemes:Bearer:Autority", "Authentication:Schemes:Bearer:Authority")]
    [InlineData("Authentication:Schemes:Bearer:ValidAudiences", "Authentication:Schemes:Bearer:ValidAudiences:<entry>")]
    [InlineData("Authentication:Schemes:Guest:ValidAudience", "Authentication:Schemes:Bearer:ValidAudience")]
    [InlineData("Authentication:Schemes:Baerer:Authority", "Authentication:Schemes:Bearer:Authority")]
    [InlineData("Chta:Limits:TextLength", "Chat:Limits:TextLength")]
    [InlineData("Loging:LogLevel:Default", "Logging")]
    public void A_key_that_is_not_known_is_refused_with_the_nearest(string key, string nearest) =>
        Assert.Equal($"{key} is not a setting; the nearest one is {nearest}.", Assert.Single(UnknownSettings.In(Configuration(key))));

    [Theory]
    [InlineData("chat:LIMITS:textlength")]
    [InlineData("Chat:PrivateRooms:board:0")]
    [InlineData("Cors:AllowedOrigins")]
    [InlineData("Cors:AllowedOrigins:0")]
    [InlineData("chat:ratelimits:messages:persecond")]
    [InlineData("Storage:Postgres:LockTimeout")]
    [InlineData("ConnectionStrings:Postgres_ProviderName")]
    [InlineData("Authentication:Schemes:Bearer:MetadataAddress")]
    [InlineData("Authentication:Schemes:Bearer:ValidAudiences:0")]
    [InlineData("Authentication:Schemes:Bearer:SigningKeys:0:Value")]
    [InlineData("Kestrel:Endpoints:Own:Url")]
    [InlineData("Logging:LogLevel:Microsoft.AspNetCore")]
    [InlineData("OTEL:Something:Else")]
    [InlineData("PATH")]
    public void A_key_that_is_known_or_of_others_is_taken(string key) => Assert.Empty(UnknownSettings.In(Configuration(key)));

    [Fact]
    public void A_list_or_section_without_entries_is_taken()
    {
        var json = new MemoryStream("""{ "Cors": { "AllowedOrigins": [] }, "Chat": { "Limits": {}, "PrivateRooms": {} } }"""u8.ToArray());

        Assert.Empty(UnknownSettings.In(new ConfigurationBuilder().AddJsonStream(json).Build()));
    }

    [Theory]
    [InlineData("--url|http://127.0.0.1:80", "'--url' on the command line is not a setting; the nearest one is --urls.")]
    [InlineData("--urls", "'--urls' on the command line has no value.")]
    [InlineData("serve", "'serve' on the command line is not a setting; expected --key value, and --help lists the keys.")]
    [InlineData("-x", "'-x' on the command line is not a setting; expected --key value, and --help lists the keys.")]
    [InlineData("enviroment=Staging", "'enviroment' on the command line is not a setting; the nearest one is environment.")]
    [InlineData("--urls|http://*:80|/environment=Staging|--Chat:Limits:TextLength|80|contentRoot=/|--Storage=", null)]
    public void The_command_line_holds_settings_alone(string args, string? sentence) =>
        Assert.Equal(sentence, CommandLineSettings.Problems(args.Split('|')).SingleOrDefault());

    private static IConfiguration Configuration(string key) =>
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { [key] = "1" }).Build();
}
