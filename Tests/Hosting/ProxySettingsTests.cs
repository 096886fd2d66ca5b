using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SignalRChat.Hosting;

namespace SignalRChat.Tests.Hosting;

/// <summary>An impossible setting stops the start with one sentence that names it.</summary>
public sealed class ProxySettingsTests
{
    [Theory]
    [InlineData("KnownProxies", "nginx", "Proxies:KnownProxies contains 'nginx'; expected an address")]
    [InlineData("KnownProxies", "7", "Proxies:KnownProxies contains '7'; expected an address")]
    [InlineData("KnownProxies", "10.0.0.0/8", "Proxies:KnownProxies contains '10.0.0.0/8'; expected an address")]
    [InlineData("KnownProxies:0", "", "Proxies:KnownProxies contains ''; expected an address")]
    [InlineData(
        "KnownNetworks", "10.0.0.0/33", "Proxies:KnownNetworks contains '10.0.0.0/33'; expected a network's first address and its bits")]
    [InlineData(
        "KnownNetworks", "10.0.0.7/8", "Proxies:KnownNetworks contains '10.0.0.7/8'; expected a network's first address and its bits")]
    [InlineData("KnownNetworks", "10.0.0.0", "Proxies:KnownNetworks contains '10.0.0.0'; expected a network's first address and its bits")]
    [InlineData("PathBase", "chat", "Proxies:PathBase is 'chat'; expected a path")]
    [InlineData("PathBase", "/chat/", "Proxies:PathBase is '/chat/'; expected a path")]
    public void A_bad_setting_stops_the_start(string key, string value, string sentence)
    {
        var refusal = Assert.Throws<OptionsValidationException>(() => Validate(new() { [$"Proxies:{key}"] = value }));

        Assert.StartsWith(sentence, Assert.Single(refusal.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void What_can_be_meant_is_accepted() => Validate(new()
    {
        ["Proxies:KnownProxies"] = "10.0.0.7, fd00::7",
        ["Proxies:KnownNetworks:0"] = "10.0.0.0/24",
        ["Proxies:KnownNetworks:1"] = "fd00::/64",
        ["Proxies:PathBase"] = "/chat",
    });

    private static void Validate(Dictionary<string, string?> settings)
    {
        var services = new ServiceCollection();
        services.AddForwardedRequests(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<IStartupValidator>().Validate();
    }
}
