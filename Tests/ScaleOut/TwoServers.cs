using SignalRChat.Contracts;
using SignalRChat.Hubs.Backplane;
using SignalRChat.Services.Feed;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.ScaleOut;

/// <summary>
/// Two nodes in this process on one PostgreSQL database, with or without Redis. A guest of one is a guest of the other.
/// </summary>
internal sealed class TwoServers : IDisposable
{
    private readonly TempDirectory _data;

    private readonly Dictionary<string, string?> _settings;

    private TwoServers(TempDirectory data, RedisServer? redis, Dictionary<string, string?> settings) =>
        (_data, Redis, _settings, Here, There) = (data, redis, settings, new ChatServer(settings), new ChatServer(settings));

    public RedisServer? Redis { get; }

    public ChatServer Here { get; }

    public ChatServer There { get; }

    public static async Task<TwoServers> StartAsync(PostgresServer postgres, bool withRedis, Dictionary<string, string?>? settings = null)
    {
        var data = new TempDirectory();
        var redis = withRedis ? await RedisServer.StartNewAsync() : null;
        var all = new Dictionary<string, string?>(settings ?? [])
        {
            [NodeSettings.Postgres] = await postgres.NewDatabaseAsync(),
            ["Storage:DataDirectory"] = data.Path,
        };
        if (redis is not null)
            all[NodeSettings.Redis] = redis.ConnectionString;
        var servers = new TwoServers(data, redis, all);
        foreach (var server in (ChatServer[])[servers.Here, servers.There])
            await Eventually.EqualAsync(null, () => server.Get<BackplaneState>().DegradedReason, "the degraded reason");
        return servers;
    }

    /// <summary>Another node on the same database and Redis. The caller must dispose of it.</summary>
    public ChatServer StartAnother() => new(_settings);

    /// <summary>Posts on both nodes as fast as they accept it, until it is cancelled.</summary>
    public Task PostUntilAsync(string room, GuestTokenResult guest, CancellationToken stop) =>
        Task.WhenAll(PostAsync(Here, room, guest, stop), PostAsync(There, room, guest, stop));

    public Task ReachedAsync(string room, long revision) => Eventually.TrueAsync(
        () => Array.TrueForAll((ChatServer[])[Here, There], server => Position(server, room) >= revision),
        $"revision {revision} on both nodes");

    public void Dispose()
    {
        Here.Dispose();
        There.Dispose();
        Redis?.Dispose();
        _data.Dispose();
    }

    private static long Position(ChatServer server, string room) =>
        Array.Find(server.Get<RoomFeeds>().Snapshot(), feed => feed.Room == room)?.Position ?? long.MaxValue;

    private static async Task PostAsync(ChatServer server, string room, GuestTokenResult guest, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
            await server.PostManyAsync(room, guest, 50, 500);
    }
}
