using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using SignalRChat.Hubs.Backplane;
using SignalRChat.Hubs.Delivery;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs.Backplane;

/// <summary>The supervisor with a clock that the test moves, on connections that the test creates.</summary>
[Collection(SharedPostgres.Nodes)]
public sealed class BackplaneSupervisorTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private readonly Connections _connections = new();
    private ChatServer _server = null!;

    private BackplaneState State => _server.Get<BackplaneState>();

    public async Task InitializeAsync()
    {
        // No process listens there, because the connections of this test never use it.
        var settings = new Dictionary<string, string?>
        {
            [NodeSettings.Redis] = "127.0.0.1:1",
            [NodeSettings.Postgres] = await postgres.Server.NewDatabaseAsync(),
            // By this test's clock the wait would never end.
            ["Chat:Nodes:StartWait"] = "00:00:00",
        };
        _server = Start(settings);
    }

    public Task DisposeAsync()
    {
        _server.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task The_backplane_is_built_when_Redis_answers_and_used_when_all_are_subscribed()
    {
        _server.Get<IBackplane>().Subscribe("g");
        await Eventually.EqualAsync("no Redis here", () => State.DegradedReason, "the degraded reason");
        Assert.True(State.MayBeLossy);

        var connection = _connections.Offer();
        await PassAsync(() => State.DegradedReason is null);

        Assert.Contains("g", connection.Subscriptions);
        Assert.True(State.MayBeLossy);
        await PassAsync(() => !State.MayBeLossy);
    }

    [Fact]
    public async Task The_pause_before_a_rebuild_doubles_up_to_its_bound()
    {
        var tries = new List<double>();
        var start = _time.GetTimestamp();
        for (var expected = 1; expected <= 7; expected++)
        {
            await PassAsync(() => _connections.Tries > expected);
            tries.Add(_time.GetElapsedTime(start).TotalSeconds);
        }

        var pauses = tries.Skip(1).Zip(tries, (later, earlier) => later - earlier).ToArray();
        Assert.True(pauses[^1] is > 1.75 and <= 2.25, $"The last pause took {pauses[^1]} s.");
        Assert.True(pauses[1] < pauses[3], "The pauses do not grow.");
    }

    [Fact]
    public async Task A_lost_probe_makes_notifications_doubtful_and_then_ends_the_link()
    {
        var first = _connections.Offer();
        await PassAsync(() => !State.MayBeLossy);
        var second = _connections.Offer();

        first.IsDeaf = true;
        await PassAsync(() => State.MayBeLossy);
        Assert.Null(State.DegradedReason);
        await PassAsync(() => first.IsDisposed);
        await PassAsync(() => State.DegradedReason is null);

        Assert.False(second.IsDisposed);
        Assert.Single(second.Subscriptions);
    }

    [Fact]
    public async Task A_connection_that_fails_ends_the_link_at_once_with_its_reason()
    {
        var connection = _connections.Offer();
        await PassAsync(() => State.DegradedReason is null);

        connection.Fail("it broke");

        await Eventually.TrueAsync(() => connection.IsDisposed, "disposed");
        await Eventually.TrueAsync(() => State.DegradedReason is "it broke" or "no Redis here", "the degraded reason");
        using var http = new HttpClient { BaseAddress = _server.Url };
        using var answer = await http.GetAsync("/health/ready");
        Assert.True(answer.IsSuccessStatusCode);
        Assert.StartsWith("degraded: the backplane is away (", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private ChatServer Start(Dictionary<string, string?> settings) => new(settings, services =>
    {
        services.AddSingleton<IBackplaneConnectionFactory>(_connections);
        services.AddSingleton<TimeProvider>(_time);
        services.AddSingleton<Func<double>>(() => 1.0);
    });

    /// <summary>Moves the clock in small steps until the condition holds.</summary>
    private Task PassAsync(Func<bool> holds) => Eventually.TrueAsync(
        () =>
        {
            if (!holds())
                _time.Advance(TimeSpan.FromMilliseconds(50));
            return holds();
        },
        "what time was to bring");

    private sealed class Connections : IBackplaneConnectionFactory
    {
        private readonly Queue<FakeBackplaneConnection> _offered = new();

        public int Tries { get; private set; }

        public FakeBackplaneConnection Offer()
        {
            var connection = new FakeBackplaneConnection();
            lock (_offered)
                _offered.Enqueue(connection);
            return connection;
        }

        public Task<IBackplaneConnection> OpenAsync(CancellationToken cancellationToken)
        {
            lock (_offered)
            {
                Tries++;
                return _offered.TryDequeue(out var connection)
                    ? Task.FromResult<IBackplaneConnection>(connection)
                    : throw new IOException("no Redis here.");
            }
        }
    }
}
