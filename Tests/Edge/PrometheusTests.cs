using System.Text.Json;
using System.Text.RegularExpressions;
using SignalRChat.Tests.Architecture;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Edge;

/// <summary>The alerts for Prometheus and the dashboard for Grafana, against a real Prometheus that reads a real server.</summary>
[Collection(SharedPostgres.Nodes)]
public sealed partial class PrometheusTests(PostgresFixture postgres)
{
    private const string Alerts = "deploy/prometheus/alerts.yaml";
    private const string AlertTests = "deploy/prometheus/alerts.test.yaml";
    private const string Dashboard = "deploy/grafana/signalrchat.json";

    [Fact]
    public void Each_alert_fires_when_it_should()
    {
        var (code, said) = Tool.Run("promtool", "test", "rules", SourceTree.PathOf(AlertTests));

        Assert.True(code == 0, said);
        var tested = Tested().Matches(SourceTree.Read(AlertTests)).Select(match => match.Groups[1].Value).ToHashSet();
        Assert.All(Named().Matches(SourceTree.Read(Alerts)), alert => Assert.Contains(alert.Groups[1].Value, tested));
    }

    [Fact]
    public void The_configuration_is_valid()
    {
        var (code, said) = Tool.Run("promtool", "check", "config", SourceTree.PathOf("deploy/prometheus/prometheus.yaml"));

        Assert.True(code == 0, said);
    }

    [Fact]
    public async Task Prometheus_finds_each_metric_that_the_alerts_and_the_dashboard_name()
    {
        using var redis = await RedisServer.StartNewAsync();
        using var folder = new TempDirectory();
        var settings = NodeSettings.On(await postgres.Server.NewDatabaseAsync(), redis.ConnectionString);
        settings["Chat:Limits:ConnectionsPerUser"] = "1";
        await using var node = await ServerProcess.StartNewAsync(folder, settings);
        await UseAsync(node.Url);
        await using var prometheus = await PrometheusServer.StartAsync(node.Url);
        string[] expressions = [.. Expressions()];
        string[] named = [.. expressions.Append(SourceTree.Read(Alerts)).SelectMany(MetricsIn).Distinct()];
        Assert.True(named.Length > 25, string.Join(' ', named));

        string[] missing = [];
        await Eventually.HoldsAsync(
            async () => (missing = [.. named.Except(await prometheus.NamesAsync())]).Length == 0,
            () => $"The server has no {string.Join(' ', missing)}.");
        await Eventually.HoldsAsync(async () => (await prometheus.AlertsAsync()).All(alert => alert.Health == "ok"));

        // It fails if an expression is wrong. A rate needs two readings.
        foreach (var expression in expressions)
            await Eventually.HoldsAsync(async () => await prometheus.CountAsync(expression) > 0, () => $"Nothing for {expression}.");
        Assert.DoesNotContain(await prometheus.AlertsAsync(), alert => alert.State == "firing");
    }

    /// <summary>Everything that makes a counter by a code appear: a refused call, and connections that end.</summary>
    private static async Task UseAsync(Uri node)
    {
        var alice = await Guests.SignInAsync(node, "alice");
        await using var first = await TestClient.ConnectAsync(node, alice, "json");
        await first.JoinAsync("lobby");
        // The first may still be a part of the catching up after the join, which is not timed.
        for (var i = 0; i < 5; i++)
            await first.SendAsync("lobby", $"{i}");
        await Assert.ThrowsAnyAsync<Exception>(() => first.SendAsync("elsewhere", "not a member"));
        await using var second = await TestClient.ConnectAsync(node, alice, "json");
        await first.Closed.Task.WaitAsync(TestClient.Deadline);
    }

    /// <summary>The expressions of the dashboard, with values for its variables.</summary>
    private static IEnumerable<string> Expressions() =>
        from panel in JsonDocument.Parse(SourceTree.Read(Dashboard)).RootElement.GetProperty("panels").EnumerateArray()
        from target in panel.GetProperty("targets").EnumerateArray()
        select target.GetProperty("expr").GetString()!
            .Replace("$job", "signalrchat", StringComparison.Ordinal)
            .Replace("$instance", ".+", StringComparison.Ordinal)
            .Replace("$__rate_interval", "1m", StringComparison.Ordinal);

    private static IEnumerable<string> MetricsIn(string text) => Metric().Matches(text).Select(match => match.Value);

    [GeneratedRegex(@"- alert: (\w+)")]
    private static partial Regex Named();

    /// <summary>Those that a test sees firing.</summary>
    [GeneratedRegex(@"alertname: (\w+)\s+exp_alerts:\s+- exp_labels")]
    private static partial Regex Tested();

    [GeneratedRegex(@"\b(signalrchat|signalr|dotnet|http_server|kestrel|npgsql|db)_\w+")]
    private static partial Regex Metric();
}
