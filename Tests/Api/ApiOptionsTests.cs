using Microsoft.Extensions.Configuration;
using SignalRChat.Api;

namespace SignalRChat.Tests.Api;

/// <summary>A bad setting of the API stops the start with a sentence that names it.</summary>
public sealed class ApiOptionsTests
{
    private const string Key = "Api:Keys:shop";

    [Theory]
    [InlineData($"{Key}:Sha256", "not-a-hash", $"{Key}:Sha256")]
    [InlineData($"{Key}:Sha256", "", $"{Key}:Sha256")]
    [InlineData($"{Key}:Scopes", "", $"{Key}:Scopes")]
    [InlineData($"{Key}:Scopes", "messages,everything", $"{Key}:Scopes contains everything")]
    [InlineData($"{Key}:Scope", "read", $"{Key}:Scope is no setting")]
    [InlineData("Api:Keys:empty", "x", "Api:Keys:empty:Sha256")]
    [InlineData("Api:Audience", "chat-api", "Api:Authority")]
    [InlineData("Api:Authority", "login.example.org", "Api:Authority")]
    [InlineData("Api:Authority", "http://login.example.org", "Api:Authority")]
    [InlineData("Api:Authority", "https://login.example.org", "Api:Audience is empty")]
    public void A_bad_setting_is_named(string key, string value, string named)
    {
        var settings = ApiServer.Key("shop");
        settings[key] = value;

        Assert.Contains(named, string.Join('\n', Problems(settings)), StringComparison.Ordinal);
    }

    [Fact]
    public void Three_keys_of_one_name_are_refused()
    {
        var settings = ApiServer.Key("shop");
        settings[$"{Key}:Sha256"] = string.Join(',', "abc".Select(name => ApiServer.HashOf($"{name}")));

        Assert.Contains($"{Key}:Sha256 has 3 values", Assert.Single(Problems(settings)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_audience_of_users_is_not_that_of_the_API()
    {
        var problem = Assert.Single(Problems(new()
        {
            ["Api:Authority"] = "https://login.example.org",
            ["Api:Audience"] = "chat",
            ["Authentication:Schemes:Bearer:ValidAudiences:0"] = "chat",
        }));

        Assert.Contains("Api:Audience is chat, an audience of users' tokens", problem, StringComparison.Ordinal);
    }

    private static string[] Problems(Dictionary<string, string?> settings)
    {
        var options = new ApiOptions();
        options.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        return [.. options.Problems()];
    }
}
