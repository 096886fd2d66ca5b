using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SignalRChat.Hosting.Health;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hosting;

/// <summary>
/// Health is for internal requests: a direct request from this machine, a private network or an allowed one. Any other request
/// gets 404.
/// </summary>
public sealed class HealthTests
{
    [Theory]
    [InlineData("X-Forwarded-For: 127.0.0.1")]
    [InlineData("x-forwarded-host: 127.0.0.1")]
    [InlineData("X-Forwarded-Anything: 1")]
    [InlineData("Forwarded: for=127.0.0.1")]
    [InlineData("X-Real-IP: 127.0.0.1")]
    [InlineData("Via: 1.1 proxy")]
    [InlineData("X-Original-For: 127.0.0.1:1")]
    public async Task A_forwarded_request_gets_404_also_from_a_known_proxy(string header)
    {
        using var server = new ChatServer(new() { ["Proxies:KnownProxies"] = "127.0.0.1" });

        Assert.Equal((200, 200), (await StatusAsync(server, "/health/live"), await StatusAsync(server, "/HEALTH/ready")));
        Assert.Equal((404, 404), (await StatusAsync(server, "/health/live", header), await StatusAsync(server, "/HEALTH/ready", header)));
    }

    [Theory]
    [InlineData("203.0.113.9", 404)]
    [InlineData("::ffff:203.0.113.9", 404)]
    [InlineData("2001:db8::9", 404)]
    [InlineData("::ffff:10.1.2.3", 200)]
    [InlineData("172.31.0.9", 200)]
    [InlineData("192.168.7.7", 200)]
    [InlineData("100.64.0.1", 200)]
    [InlineData("169.254.169.126", 200)]
    [InlineData("fd00::7", 200)]
    [InlineData("fe80::7", 200)]
    [InlineData("35.191.3.4", 200)]
    [InlineData("2600:2d00:1:b029::5", 200)]
    public async Task Only_a_peer_of_the_inside_may_ask(string peer, int status)
    {
        using var server = new ChatServer(
            new() { ["Health:AllowedNetworks"] = "35.191.0.0/16, 2600:2d00:1:b029::/64" },
            services =>
            {
                ServerLog.Collect(services);
                services.AddSingleton<IStartupFilter>(new ComesFrom(IPAddress.Parse(peer)));
            });

        for (var i = 0; i < 2; i++)
            Assert.Equal(status, await StatusAsync(server, "/health/ready"));

        var hints = server.Log()
            .Count(line => line.Id.Id == 111 && line.Message.Contains("Health:AllowedNetworks", StringComparison.Ordinal));
        Assert.Equal(status == 404 ? 1 : 0, hints);
    }

    [Theory]
    [InlineData("35.191.0.0")]
    [InlineData("35.191.0.7/16")]
    [InlineData("everyone")]
    public void A_bad_network_stops_the_start(string network)
    {
        var services = new ServiceCollection();
        services.AddHealth(new ConfigurationBuilder().AddInMemoryCollection([new("Health:AllowedNetworks", network)]).Build());
        using var provider = services.BuildServiceProvider();

        var refusal = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IStartupValidator>().Validate());
        Assert.StartsWith(
            $"Health:AllowedNetworks contains '{network}'; expected a network",
            Assert.Single(refusal.Failures),
            StringComparison.Ordinal);
    }

    private static async Task<int> StatusAsync(ChatServer server, string path, params string[] headers) =>
        int.Parse(
            (await RawHttp.AskAsync(server.Url, RawHttp.Get(server.Url, path, headers))).Split(' ')[1],
            System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Requests appear to have this source address.</summary>
    private sealed class ComesFrom(IPAddress peer) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, rest) =>
            {
                context.Connection.RemoteIpAddress = peer;
                return rest(context);
            });
            next(app);
        };
    }
}
