using System.Globalization;

namespace SignalRChat.Bench.Costs;

/// <summary>Reads the usage that a redis-server reports.</summary>
internal static class RedisMeter
{
    public static async Task<RedisFigures> ReadAsync(RedisServer redis)
    {
        var info = (await redis.AskAsync("INFO", "all")).Split('\n', StringSplitOptions.TrimEntries)
            .Select(line => line.Split(':', 2)).Where(pair => pair.Length == 2).DistinctBy(pair => pair[0])
            .ToDictionary(pair => pair[0], pair => pair[1]);
        var channels = (await redis.AskAsync("PUBSUB", "CHANNELS"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new(
            TimeSpan.FromSeconds(Number(info["used_cpu_sys"]) + Number(info["used_cpu_user"])),
            (long)Number(info["total_net_output_bytes"]),
            (long)Number(info["total_commands_processed"]),
            channels.Length,
            (long)Number(info["used_memory"]));
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
