using System.Diagnostics.Metrics;
using System.Net.WebSockets;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Hosting;
using SignalRChat.Contracts;
using SignalRChat.Hubs;
using SignalRChat.Hubs.Delivery;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs;

/// <summary>Which connections the server closes, the reason that it gives, and which it keeps.</summary>
public sealed class LivenessTests : IDisposable
{
    private readonly ChatServer _server = new(
        new()
        {
            ["Chat:Liveness:KeepAliveInterval"] = "00:00:01",
            ["Chat:Liveness:ClientTimeout"] = "00:00:02",
            ["Chat:Liveness:HandshakeTimeout"] = "00:00:01",
            ["Chat:Liveness:SweepInterval"] = "00:00:00.100",
        },
        HookedStore.Register);

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task A_connection_that_never_pings_is_ended_and_one_that_pings_is_not()
    {
        await using var pinging = await PingingAsync("pinging");
        using var silent = await _server.ConnectRawAsync("silent");
        await AssertEndsAsync(silent, SessionEndCodes.ClientTimeout, WebSocketCloseStatus.PolicyViolation);

        // As long again, so that the pinging connection has outlived the time-out twice.
        using var second = await _server.ConnectRawAsync("second");
        await AssertEndsAsync(second, SessionEndCodes.ClientTimeout, WebSocketCloseStatus.PolicyViolation);

        Assert.False(pinging.Closed.Task.IsCompleted);
        await pinging.JoinAsync("lobby");
    }

    [Fact]
    public async Task A_connection_without_a_handshake_is_closed()
    {
        using var silent = await _server.ConnectRawAsync("silent", handshake: false);

        var said = await silent.ReadAsync();

        Assert.Contains("Handshake was canceled", said, StringComparison.Ordinal);
        Assert.Null(await silent.ReadAsync());
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, silent.CloseStatus);
    }

    [Fact]
    public async Task A_connection_is_ended_when_its_token_is()
    {
        using var server = new ChatServer();
        using var client = await server.ConnectRawAsync(server.Guest("alice", TimeSpan.FromSeconds(5)));

        await AssertEndsAsync(client, SessionEndCodes.TokenExpired, WebSocketCloseStatus.PolicyViolation);
    }

    /// <summary>Regression: the shutdown notice did not wait for its closes, and SignalR reset the connections.</summary>
    [Fact]
    public async Task A_server_that_stops_says_so_to_everyone()
    {
        using var client = await _server.ConnectRawAsync("alice");

        var stopping = Task.Run(_server.Get<IHostApplicationLifetime>().StopApplication);

        await AssertEndsAsync(client, SessionEndCodes.ServerStopping, WebSocketCloseStatus.EndpointUnavailable);
        await stopping.WaitAsync(TestClient.Deadline);
    }

    [Fact]
    public async Task A_frame_over_the_limit_closes_with_its_own_code()
    {
        using var client = await _server.ConnectRawAsync("alice");

        await client.SendAsync(new string('x', ChatLimits.ReceiveBytes + 1));
        await client.ReadUntilAsync(_ => false);

        Assert.Equal(WebSocketCloseStatus.MessageTooBig, client.CloseStatus);
    }

    /// <summary>
    /// Regression: the wait for the client included the time in which the server processed what it had read. So a slow database
    /// looked like a silent client.
    /// </summary>
    [Fact]
    public async Task A_client_is_not_blamed_for_a_server_that_is_busy()
    {
        await using var busy = await PingingAsync("busy");
        await busy.JoinAsync("lobby");
        var door = new Gate();
        _server.Get<HookedStore>().BeforeCommit = door.PassAsync;
        var first = busy.SendAsync("lobby", "one");
        var second = busy.SendAsync("lobby", "two");
        await door.Reached;

        using var silent = await _server.ConnectRawAsync("silent");
        await AssertEndsAsync(silent, SessionEndCodes.ClientTimeout, WebSocketCloseStatus.PolicyViolation);
        using var again = await _server.ConnectRawAsync("silent again");
        await AssertEndsAsync(again, SessionEndCodes.ClientTimeout, WebSocketCloseStatus.PolicyViolation);
        door.Open();

        Assert.Equal((1, 2), ((await first).Sequence, (await second).Sequence));
        // A closed client sees the close a moment before the server has removed the connection.
        await Eventually.EqualAsync(1, () => _server.Get<LocalConnections>().Count, "connections");
    }

    [Fact]
    public async Task Closed_WebSockets_are_counted_by_their_code()
    {
        using var closed = new MetricCollector<long>(
            _server.Get<IMeterFactory>(), HubMetrics.MeterName, "signalrchat.connections.closed");
        using var leaving = await _server.ConnectRawAsync("leaving");
        using var crashing = await _server.ConnectRawAsync("crashing");
        using var silent = await _server.ConnectRawAsync("silent");

        await leaving.CloseAsync();
        crashing.Reset();
        await AssertEndsAsync(silent, SessionEndCodes.ClientTimeout, WebSocketCloseStatus.PolicyViolation);

        await Eventually.EqualAsync(
            "1000 1006 1008",
            () => string.Join(' ', closed.GetMeasurementSnapshot().Where(one => one.Value > 0).Select(one => one.Tags["code"]).Order()),
            "the codes");
    }

    private async Task<TestClient> PingingAsync(string name) =>
        await TestClient.ConnectAsync(_server, await _server.GuestAsync(name), "json", pingEvery: TimeSpan.FromMilliseconds(500));

    private static async Task AssertEndsAsync(RawClient client, string code, WebSocketCloseStatus status)
    {
        var ending = await client.ReadUntilAsync(record => record.Contains("SessionEnding", StringComparison.Ordinal));
        Assert.Contains($"\"code\":\"{code}\",\"reconnect\":true", ending, StringComparison.Ordinal);
        var close = await client.ReadUntilAsync(record => record.Contains("\"type\":7", StringComparison.Ordinal));
        Assert.Contains("\"allowReconnect\":true", close, StringComparison.Ordinal);
        Assert.Null(await client.ReadAsync());
        Assert.Equal(status, client.CloseStatus);
    }
}
