using SignalRChat.Faults.Trials;
using SignalRChat.Testing.History;
using SignalRChat.Testing.Oracle;

namespace SignalRChat.Tests.Faults;

public sealed class KeptTrialTests
{
    /// <summary>An aborted run that lost one message.</summary>
    [Fact]
    public async Task What_a_run_leaves_is_judged_as_the_run_was()
    {
        using var folder = new TempDirectory();
        var run = new Story { Leavers = { "bob" } }
            .Posts("alice", "one", 1).Stores("one", 1).Hears("alice", 0, 1, Story.Message("one", 1)).Posts("alice", "two", 2)
            .Run();
        var history = KeptTrial.HistoryFile(folder.Path, "story");
        using (var book = new HistoryBook(history))
        {
            foreach (var record in run.History)
                book.Write(record.Client, record);
        }
        await new KeptTrial("story", 7, run.Truth, run.Setup) { Broken = "It broke." }.WriteAsync(folder.Path);

        var judged = TrialResult.Of(await KeptTrial.ReadAsync(history), await HistoryBook.ReadAsync(history));

        Assert.Equal([Check.Lost], judged.Violations.Select(violation => violation.Check).Distinct());
        Assert.Equal(("story", 7, "It broke."), (judged.Name, judged.Seed, judged.Broken));
        Assert.Equal(
            run.History.Select(record => (record.Client, record.GetType())),
            judged.Run.History.Select(record => (record.Client, record.GetType())));
        Assert.Equivalent(run.Truth, judged.Run.Truth);
        Assert.Equivalent(run.Setup, judged.Run.Setup);
    }
}
