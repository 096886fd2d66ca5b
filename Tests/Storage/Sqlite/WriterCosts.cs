using System.Diagnostics;
using System.Globalization;
using SignalRChat.Contracts;
using SignalRChat.Services.Log;

namespace SignalRChat.Tests.Storage.Sqlite;

/// <summary>
/// The cost of commits for the thread that writes, with the store alone: posts of 120 characters that go from room to room, through
/// 1,000 rooms of two members.
/// </summary>
internal sealed class WriterCosts(IMessageStore store, int rooms = 1_000)
{
    private const int TextLength = 120;

    private readonly PostCommand[] _posts = [.. Enumerable.Range(0, rooms).Select(Post)];
    private int _next;

    public async Task PrepareAsync()
    {
        for (var room = 0; room < rooms; room++)
        {
            var joins = Enumerable.Range(0, 2).Select(member => (RoomCommand)new JoinCommand(Room(room), User(room, member)));
            await store.CommitAsync([.. joins], 1, CancellationToken.None);
        }
    }

    /// <summary>Commits batches of this size and returns what they cost. The store works on the caller's thread.</summary>
    public Cost Measure(int rows, int commits)
    {
        var batches = Enumerable.Range(0, commits).Select(_ => NextBatch(rows)).ToArray();
        var times = new double[commits];
        GC.Collect();
        var (bytes, cpu, reads, writes) = (GC.GetAllocatedBytesForCurrentThread(), OnCpu(), Calls("syscr"), Calls("syscw"));
        for (var index = 0; index < commits; index++)
        {
            var began = Stopwatch.GetTimestamp();
            var result = store.CommitAsync(batches[index], 1, CancellationToken.None).GetAwaiter().GetResult();
            times[index] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            Assert.Null(result.Results[^1].RefusalCode);
        }
        (bytes, cpu) = (GC.GetAllocatedBytesForCurrentThread() - bytes, OnCpu() - cpu);
        (reads, writes) = (Calls("syscr") - reads, Calls("syscw") - writes);
        Array.Sort(times);
        double messages = rows * commits;
        return new(
            rows, messages / times.Sum() * 1_000, bytes / messages, cpu / 1_000 / messages, reads / (double)commits,
            writes / (double)commits, times[commits / 2], times[commits * 99 / 100], times[^1]);
    }

    private PostCommand[] NextBatch(int rows)
    {
        var batch = new PostCommand[rows];
        for (var index = 0; index < rows; index++)
        {
            var post = _posts[_next++ % rooms];
            batch[index] = post with { MessageId = Guid.CreateVersion7().ToString() };
        }
        return batch;
    }

    private static PostCommand Post(int room) => new(Room(room), User(room, 0), "", new('x', TextLength), null);

    private static string Room(int room) => $"room-{room}";

    private static ChatUser User(int room, int member) => new() { UserId = $"user-{room}-{member}", Name = $"User {room} {member}" };

    // Of this thread alone: other tests run beside it.
    private static long OnCpu() => OperatingSystem.IsLinux()
        ? long.Parse(File.ReadAllText("/proc/thread-self/schedstat").Split(' ')[0], CultureInfo.InvariantCulture)
        : 0;

    private static long Calls(string counter) => OperatingSystem.IsLinux()
        ? long.Parse(
            File.ReadLines("/proc/thread-self/io").Single(line => line.StartsWith(counter, StringComparison.Ordinal))[6..],
            CultureInfo.InvariantCulture)
        : 0;

    internal readonly record struct Cost(
        int Rows, double PerSecond, double Bytes, double CpuUs, double Reads, double Writes, double MedianMs, double P99Ms,
        double LongestMs)
    {
        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"rows {Rows}: {PerSecond:F0} rows/s; a row: {CpuUs:F2} µs CPU, {Bytes:F0} B; a commit: {Reads:F1} reads, {Writes:F1} writes, "
            + $"p50 {MedianMs:F2} ms, p99 {P99Ms:F2} ms, max {LongestMs:F1} ms");
    }
}
