using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using SignalRChat.Contracts;
using SignalRChat.Hosting;
using SignalRChat.Hosting.Metrics;
using SignalRChat.Hosting.Settings;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hosting;

/// <summary>The values of the metrics, and the access to them.</summary>
public sealed partial class MetricsTests
{
    [Fact]
    public async Task A_node_counts_what_it_does()
    {
        using var folder = new TempDirectory();
        await using var server = await ServerProcess.StartNewAsync(folder);
        var alice = await Guests.SignInAsync(server.Url, "alice");
        await using var client = await TestClient.ConnectAsync(server.Url, alice, "json");
        await client.JoinAsync("lobby");
        await client.SendAsync("lobby", "hello");
        await client.CallAsync<FollowInboxResult>(nameof(IChatHub.FollowInbox), new FollowInboxRequest());
        await client.CallAsync(nameof(IChatHub.UnsubscribeRoom), new UnsubscribeRoomRequest { Room = "lobby" });
        await client.NextAsync<InboxActivity>();
        await client.JoinAsync("lobby");
        await Assert.ThrowsAnyAsync<Exception>(() => client.SendAsync("elsewhere", "not a member"));

        var text = await ReadAsync(new(server.Url, "metrics"));

        Assert.Equal(1, Value(text, "signalrchat_build_info", $"version=\"{ProductVersion.Text}\""));
        Assert.Equal(1, Value(text, "signalrchat_rooms_active"));
        Assert.Equal(0, Value(text, "signalrchat_commit_waiting"));
        Assert.Equal(1, Value(text, "signalrchat_inbox_followers"));
        Assert.Equal(1, Value(text, "signalrchat_inbox_watched"));
        Assert.Equal(1, Value(text, "signalrchat_inbox_activity_total"));
        Assert.Equal(1, Value(text, "signalrchat_messages_delivered_total"));
        Assert.Equal(0, Value(text, "signalrchat_connections_slow", "state=\"stalled\""));
        Assert.True(Value(text, "signalrchat_commit_duration_seconds_count") >= 2, text);
        Assert.True(Value(text, "signalrchat_commit_wait_seconds_count") >= 2, text);
        Assert.True(Value(text, "signalrchat_commit_batch_size_sum") >= 2, text);
        Assert.Equal(1, Value(text, "signalrchat_calls_refused_total", "code=\"room-not-found\""));
        Assert.Equal(1, Value(text, "signalr_server_active_connections", "signalr_transport=\"web_sockets\""));
        Assert.True(Value(text, "dotnet_process_memory_working_set_bytes") > 10_000_000, text);
        Assert.True(Value(text, "http_server_request_duration_seconds_count", "http_route=\"/auth/guest\"") >= 1, text);
        Assert.DoesNotContain("alice", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_of_their_own_gives_them_and_nothing_else_and_the_hubs_gives_none()
    {
        using var folder = new TempDirectory();
        await using var server = await ServerProcess.StartNewAsync(
            folder, new Dictionary<string, string> { ["Metrics:Url"] = "http://127.0.0.1:0" });
        var own = new Uri(Address().Match(server.Output).Groups[1].Value);

        Assert.Contains("signalrchat_rooms_active", await ReadAsync(new(own, "metrics")), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(new(server.Url, "metrics")));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(new(own, "health/live")));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(new(own, ChatPaths.Hub)));
        Assert.Equal(0, (await server.TerminateAsync()).Code);
    }

    /// <summary>
    /// Regression: the round trip through Redis and other histograms had the default buckets 0, 5, 10 … 10,000, which are for
    /// milliseconds.
    /// </summary>
    [Fact]
    public async Task Each_histogram_has_buckets_that_fit_its_unit()
    {
        await using var postgres = await PostgresServer.StartNewAsync();
        using var redis = await RedisServer.StartNewAsync();
        using var folder = new TempDirectory();
        var settings = NodeSettings.On(await postgres.NewDatabaseAsync(), redis.ConnectionString);
        await using var server = await ServerProcess.StartNewAsync(folder, settings);
        await using (var client = await TestClient.ConnectAsync(server.Url, await Guests.SignInAsync(server.Url, "alice"), "json"))
            await client.JoinAsync("lobby");
        var text = "";
        await Eventually.HoldsAsync(async () =>
            (text = await ReadAsync(new(server.Url, "metrics")))
                .Contains("signalr_server_connection_duration_seconds_bucket", StringComparison.Ordinal)
            && text.Contains("signalrchat_backplane_round_trip_seconds_bucket", StringComparison.Ordinal));

        var histograms = Bucket().Matches(text).ToLookup(match => match.Groups["name"].Value, match => match.Groups["le"].Value);
        Assert.True(histograms.Count >= 6, text);
        foreach (var histogram in histograms)
        {
            var bounds = histogram
                .Where(bound => bound != "+Inf")
                .Select(bound => double.Parse(bound, System.Globalization.CultureInfo.InvariantCulture))
                .ToHashSet();
            Assert.False(bounds.IsSupersetOf([0, 5, 10, 7500, 10_000]), $"{histogram.Key} has the default buckets.");
            if (histogram.Key.EndsWith("_seconds", StringComparison.Ordinal))
                Assert.True(bounds.Min() is > 0 and <= 0.1, $"{histogram.Key} begins at {bounds.Min()} s.");
        }
        Assert.Contains("db_client_operation_duration_seconds", histograms.Select(histogram => histogram.Key));
        Assert.True(histograms["signalrchat_backplane_round_trip_seconds"].Contains("0.001"), text);
    }

    [Theory]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("Forwarded", "for=127.0.0.1")]
    [InlineData("Via", "1.1 proxy")]
    [InlineData("Host", "chat.example.org")]
    [InlineData("Host", "rebound.example:80")]
    public async Task What_a_proxy_hands_on_does_not_get_them(string header, string value)
    {
        using var server = new ChatServer(new() { ["Proxies:KnownProxies"] = "127.0.0.1" });

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(new(server.Url, "metrics")));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(new(server.Url, "metrics"), (header, value)));
    }

    [Theory]
    [InlineData("9464")]
    [InlineData("https://127.0.0.1:9464")]
    [InlineData("http://127.0.0.1")]
    [InlineData("http://127.0.0.1:9464/metrics")]
    [InlineData("http://127.0.0.1:99999")]
    [InlineData("http://metrics.example:9464")]
    [InlineData("")]
    public void Something_that_is_no_address_is_refused(string url)
    {
        var refused = Assert.Single(new MetricsOptions { Url = url }.Problems());

        Assert.Equal(
            $"Metrics:Url is '{url}'; expected http, an address and a port, such as http://127.0.0.1:9464 or http://*:9464.", refused);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("", true)]
    [InlineData("https://collector.example/otlp", true)]
    [InlineData("collector:4317", false)]
    [InlineData("/otlp", false)]
    public void A_collector_without_an_address_over_HTTP_is_refused(string? address, bool isGood)
    {
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection([new("OTEL_EXPORTER_OTLP_ENDPOINT", address)]).Build();

        Assert.Equal(isGood, !OtlpSettings.Problems(settings).Any());
    }

    private static async Task<string> ReadAsync(Uri address)
    {
        using var http = new HttpClient();
        return await http.GetStringAsync(address);
    }

    private static async Task<HttpStatusCode> StatusAsync(Uri address, (string Name, string Value)? header = null)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (header is var (name, value))
            request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await http.SendAsync(request);
        return answer.StatusCode;
    }

    /// <summary>Returns the value of the only line of this name whose labels contain this.</summary>
    private static double Value(string text, string name, string label = "")
    {
        var line = text.Split('\n')
            .FirstOrDefault(line => Regex.IsMatch(line, $@"^{name}(\{{| )") && line.Contains(label, StringComparison.Ordinal));
        Assert.True(line is not null, $"There is no {name} with {label}:\n{text}");
        return double.Parse(line[(line.LastIndexOf('}') + 1)..].Trim().Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^(?<name>\w+)_bucket\{.*le=""(?<le>[^""]+)""", RegexOptions.Multiline)]
    private static partial Regex Bucket();

    [GeneratedRegex(@"Serving metrics at (http://127\.0\.0\.1:\d+)/metrics")]
    private static partial Regex Address();
}
