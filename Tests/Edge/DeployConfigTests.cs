using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Connections;
using SignalRChat.Hubs;
using SignalRChat.Hubs.Connections;
using SignalRChat.Tests.Architecture;

namespace SignalRChat.Tests.Edge;

/// <summary>The proxies accept their configurations, and their time-outs fit the server's.</summary>
public sealed partial class DeployConfigTests
{
    private static readonly Uri[] _nodes = [new("http://127.0.0.1:5001"), new("http://127.0.0.1:5002"), new("http://127.0.0.1:5003")];
    private static readonly LivenessOptions _liveness = new();

    private static TimeSpan ReadinessDelay => DrainPlan.From(new DrainOptions(), sharesDatabase: true).ReadinessDelay;

    [Fact]
    public void The_nginx_configuration_is_taken_by_nginx()
    {
        using var folder = new TempDirectory();

        AssertTaken(folder, ShippedConfig.ForNginx(FreePort.Find(), folder, _nodes), ["nginx", "-t", "-e", folder.File("error.log"), "-c"]);
    }

    [Fact]
    public void The_nginx_configuration_of_newer_versions_is_valid_except_for_one_line()
    {
        using var folder = new TempDirectory();
        var text = ShippedConfig.ForNginxSticky(FreePort.Find(), folder, _nodes);

        Assert.Contains("least_conn;", text, StringComparison.Ordinal);
        Assert.Contains("chat_elsewhere", text, StringComparison.Ordinal);
        Assert.DoesNotContain("$affinity", text, StringComparison.Ordinal);
        AssertTaken(folder, text, ["nginx", "-t", "-e", folder.File("error.log"), "-c"]);
    }

    [Fact]
    public void The_HAProxy_configuration_is_taken_by_HAProxy()
    {
        using var folder = new TempDirectory();

        AssertTaken(folder, ShippedConfig.ForHAProxy(FreePort.Find(), _nodes), ["haproxy", "-c", "-f"]);
    }

    [Theory]
    [InlineData(ShippedConfig.Nginx, "proxy_read_timeout")]
    [InlineData(ShippedConfig.Nginx, "proxy_send_timeout")]
    [InlineData(ShippedConfig.HAProxy, "timeout client")]
    [InlineData(ShippedConfig.HAProxy, "timeout server")]
    [InlineData(ShippedConfig.HAProxy, "timeout tunnel")]
    public void A_time_out_outlasts_two_pings_and_a_long_poll(string file, string setting)
    {
        var time = TimeOf(file, setting);

        Assert.True(time > 2 * _liveness.KeepAliveInterval, $"{setting} is {time}.");
        Assert.True(time > new LongPollingOptions().PollTimeout, $"{setting} is {time}.");
        Assert.True(time > _liveness.ClientTimeout, $"{setting} is {time}.");
    }

    [Fact]
    public void HAProxy_has_noticed_that_a_node_leaves_before_it_refuses_anybody()
    {
        var check = CheckEvery().Match(SourceTree.Read(ShippedConfig.HAProxy));
        var noticed = int.Parse(check.Groups["inter"].ValueSpan, CultureInfo.InvariantCulture)
            * int.Parse(check.Groups["fall"].ValueSpan, CultureInfo.InvariantCulture);

        Assert.InRange(TimeSpan.FromSeconds(noticed), TimeSpan.Zero, ReadinessDelay);
    }

    /// <summary>
    /// Regression: with 5 s, and two nodes replaced one after the other, users were disconnected for 20 s, because nginx took
    /// both nodes for dead.
    /// </summary>
    [Theory]
    [InlineData(ShippedConfig.Nginx)]
    [InlineData(ShippedConfig.NginxSticky)]
    public void Nginx_asks_a_node_that_was_replaced_before_the_next_one_refuses_anybody(string file)
    {
        var shunned = ShunnedFor().Matches(SourceTree.Read(file));

        Assert.NotEmpty(shunned);
        Assert.All(shunned, one => Assert.InRange(
            TimeSpan.FromSeconds(int.Parse(one.Groups["seconds"].ValueSpan, CultureInfo.InvariantCulture)),
            TimeSpan.Zero,
            ReadinessDelay / 2));
    }

    private static void AssertTaken(TempDirectory folder, string text, string[] command)
    {
        var file = folder.File("proxy.conf");
        File.WriteAllText(file, text);
        var (code, said) = Tool.Run(command[0], [.. command[1..], file]);
        Assert.True(code == 0, $"{said}\n{text}");
    }

    private static TimeSpan TimeOf(string file, string setting)
    {
        var match = Regex.Match(SourceTree.Read(file), $@"^\s*{setting}\s+(?<number>\d+)(?<unit>[smh])", RegexOptions.Multiline);
        Assert.True(match.Success, $"{file} does not set {setting}.");
        var number = int.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture);
        return match.Groups["unit"].Value switch
        {
            "s" => TimeSpan.FromSeconds(number),
            "m" => TimeSpan.FromMinutes(number),
            _ => TimeSpan.FromHours(number),
        };
    }

    [GeneratedRegex(@"fail_timeout=(?<seconds>\d+)s")]
    private static partial Regex ShunnedFor();

    [GeneratedRegex(@"check inter (?<inter>\d+)s fall (?<fall>\d+)")]
    private static partial Regex CheckEvery();
}
