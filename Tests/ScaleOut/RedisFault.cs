namespace SignalRChat.Tests.ScaleOut;

/// <summary>Faults of Redis while clients send. Each method completes when the fault is over.</summary>
internal static class RedisFault
{
    private static readonly TimeSpan _away = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _late = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _frozen = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan _killPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan _loudPause = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan _afterwards = TimeSpan.FromSeconds(2);
    private const int Kills = 25;
    private const int LoudMessages = 10;

    /// <summary>For nodes that started without Redis.</summary>
    public static async Task StartedLateAsync(FaultRun run)
    {
        await Task.Delay(_late);
        await run.Redis.StartAsync();
    }

    public static async Task KilledAndRestartedAsync(FaultRun run)
    {
        run.Redis.Kill();
        await Task.Delay(_away);
        await run.Redis.StartAsync();
    }

    public static async Task FrozenAsync(FaultRun run)
    {
        run.Redis.Freeze();
        await Task.Delay(_frozen);
        run.Redis.Thaw();
    }

    public static async Task SubscribersKilledAsync(FaultRun run)
    {
        for (var i = 0; i < Kills; i++)
        {
            await run.Redis.KillSubscribersAsync();
            await Task.Delay(_killPause);
        }
    }

    public static async Task FlushedAsync(FaultRun run)
    {
        await run.Redis.FlushAsync();
        await Task.Delay(_afterwards);
    }

    /// <summary>Redis disconnects a subscriber whose pending output exceeds its limit.</summary>
    public static async Task BuffersFullAsync(FaultRun run)
    {
        await run.Redis.SetAsync("client-output-buffer-limit", "pubsub 4096 0 0");
        for (var i = 0; i < LoudMessages; i++)
        {
            await run.ShoutAsync();
            await Task.Delay(_loudPause);
        }
        await run.Redis.SetAsync("client-output-buffer-limit", "pubsub 33554432 8388608 60");
    }
}
