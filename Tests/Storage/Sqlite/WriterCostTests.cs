using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using SignalRChat.Services.Storage.Sqlite;
using Xunit.Abstractions;

namespace SignalRChat.Tests.Storage.Sqlite;

/// <summary>
/// The cost of a commit. It prints the figures: <c>STORE_COMMITS=3000 eng/test.sh --filter WriterCostTests --logger
/// "console;verbosity=detailed"</c>.
/// </summary>
public sealed class WriterCostTests(ITestOutputHelper output)
{
    /// <summary>The objects of the message, its result and its update; a post that read its room and role again took 3,400.</summary>
    private const int MostBytesARow = 1_200;

    private static readonly int _commits = int.Parse(
        Environment.GetEnvironmentVariable("STORE_COMMITS") ?? "20", CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_post_in_a_large_batch_costs_no_more_than_its_message_and_its_update()
    {
        using var folder = new TempDirectory();
        using var store = new SqliteTestStore(folder.Path);
        await store.Messages.MigrateAsync(CancellationToken.None);
        using var checkpointer = new SqliteCheckpointer(store.Database, TimeProvider.System, NullLogger<SqliteCheckpointer>.Instance);
        await checkpointer.StartAsync(CancellationToken.None);
        var costs = new WriterCosts(store.Messages, rooms: _commits < 100 ? 50 : 1_000);
        await costs.PrepareAsync();
        foreach (var rows in (int[])[1, 8, 64])
        {
            costs.Measure(rows, _commits / 4);
            var cost = costs.Measure(rows, _commits);
            output.WriteLine($"{cost}");
            Assert.True(rows < 64 || cost.Bytes < MostBytesARow, $"{cost}");
        }
        output.WriteLine($"the log: {new FileInfo(store.File + "-wal").Length / 1_048_576} MB");
        await checkpointer.StopAsync(CancellationToken.None);
    }
}
