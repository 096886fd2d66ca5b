using Xunit.Abstractions;

namespace SignalRChat.Tests.ScaleOut;

/// <summary>
/// Runs beside other tests, because it takes half a minute. So it asserts counts, and times only if Redis would cost seconds.
/// </summary>
public sealed class LateRedisTests(ITestOutputHelper output)
{
    /// <summary>With a password and TLS.</summary>
    [Fact]
    public async Task Nodes_that_start_30_seconds_before_Redis_serve_at_once_and_use_it_when_it_comes()
    {
        await using var cluster = await NodeCluster.StartAsync(nodes: 2, RedisServer.Create(isSecured: true));
        Assert.All(
            await cluster.ReadyAsync(),
            ready => Assert.StartsWith("degraded: the backplane is away (", ready, StringComparison.Ordinal));

        FaultAssert.UnnoticedBesideOthers(await cluster.RunAsync(RedisFault.StartedLateAsync), output);

        await cluster.HealthyAsync();
        Assert.All(await cluster.MetricAsync("signalrchat_backplane_healthy"), healthy => Assert.Equal(1, healthy));
        var (channels, connections) = await cluster.HeldAsync();
        Assert.All(await cluster.Redis.ChannelsAsync(), channel => Assert.StartsWith("test/", channel, StringComparison.Ordinal));
        Assert.True(channels > 0 && connections >= 2, $"{channels} channels, {connections} connections");
        Assert.DoesNotContain(RedisSecurity.Password, cluster.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unreadable_connection_string_stops_the_start_without_showing_the_password()
    {
        using var data = new TempDirectory();
        var exit = await ServerProcess.RunToEndAsync(data.Path, NodeSettings.On(
            "Host=127.0.0.1;Database=chat", $"redis.example:6379,password={RedisSecurity.Password},ssl=perhaps"));

        Assert.Equal(78, exit.Code);
        Assert.StartsWith("ConnectionStrings:Redis cannot be read; expected ", exit.StandardError, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exit.StandardError);
        Assert.DoesNotContain(RedisSecurity.Password, exit.StandardError + exit.StandardOutput, StringComparison.Ordinal);
    }
}
