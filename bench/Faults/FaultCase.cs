namespace SignalRChat.Bench.Faults;

/// <summary>A fault of Redis while clients send.</summary>
internal sealed record FaultCase(string Name, Func<FaultRun, Task> StrikeAsync)
{
    private static readonly TimeSpan _away = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _late = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _frozen = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan _killPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan _loudPause = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan _afterwards = TimeSpan.FromSeconds(2);
    private const int Kills = 25;
    private const int LoudMessages = 10;

    /// <summary>The nodes start before Redis does.</summary>
    public bool StartsWithoutRedis { get; init; }

    public static FaultCase StartedLate { get; } = new("Redis starts 30 s after the nodes", async run =>
    {
        await Task.Delay(_late);
        await run.Redis.StartAsync();
    })
    {
        StartsWithoutRedis = true,
    };

    public static FaultCase KilledAndRestarted { get; } = new("Redis is killed and 5 s later started", async run =>
    {
        run.Redis.Kill();
        await Task.Delay(_away);
        await run.Redis.StartAsync();
    });

    public static FaultCase Frozen { get; } = new("Redis is frozen for 20 s (SIGSTOP)", async run =>
    {
        run.Redis.Freeze();
        await Task.Delay(_frozen);
        run.Redis.Thaw();
    });

    public static FaultCase SubscribersKilled { get; } = new("subscribers are killed 25 times (CLIENT KILL)", async run =>
    {
        for (var i = 0; i < Kills; i++)
        {
            await run.Redis.AskAsync("CLIENT", "KILL", "TYPE", "pubsub");
            await Task.Delay(_killPause);
        }
    });

    public static FaultCase Flushed { get; } = new("all data is lost (FLUSHALL)", async run =>
    {
        await run.Redis.AskAsync("FLUSHALL");
        await Task.Delay(_afterwards);
    });

    /// <summary>Redis disconnects a subscriber whose pending output exceeds its limit.</summary>
    public static FaultCase BufferFull { get; } = new("the subscribers' buffers are full", async run =>
    {
        await run.Redis.AskAsync("CONFIG", "SET", "client-output-buffer-limit", "pubsub 4096 0 0");
        for (var i = 0; i < LoudMessages; i++)
        {
            await run.ShoutAsync();
            await Task.Delay(_loudPause);
        }

        await run.Redis.AskAsync("CONFIG", "SET", "client-output-buffer-limit", "pubsub 33554432 8388608 60");
    });

    public static FaultCase[] All { get; } = [StartedLate, KilledAndRestarted, Frozen, SubscribersKilled, Flushed, BufferFull];
}
