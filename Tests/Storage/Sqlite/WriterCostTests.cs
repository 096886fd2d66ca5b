using System.Globalization;
using Xunit.Abstractions;

namespace SignalRChat.Tests.Storage.Sqlite;

/// <summary>
/// Prints what a commit costs. For figures: <c>STORE_COMMITS=5000 eng/test.sh --filter WriterCostTests --logger
/// "console;verbosity=detailed"</c>.
/// </summary>
public sealed class WriterCostTests(ITestOutputHelper output)
{
    private static readonly int _commits = int.Parse(
        Environment.GetEnvironmentVariable("STORE_COMMITS") ?? "20", CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_post_costs()
    {
        using var folder = new TempDirectory();
        using var store = new SqliteTestStore(folder.Path);
        await store.Messages.MigrateAsync(CancellationToken.None);
        var costs = new WriterCosts(store.Messages, rooms: _commits < 100 ? 50 : 1_000);
        await costs.PrepareAsync();
        foreach (var rows in (int[])[1, 8, 64])
        {
            costs.Measure(rows, _commits / 4);
            output.WriteLine($"{costs.Measure(rows, _commits)}");
        }
    }
}
