using SignalRChat.Faults.History;

namespace SignalRChat.Tests.Faults;

public sealed class HistoryBookTests
{
    /// <summary>
    /// Regression: each of a dozen clients kept a copy of every message, and an hour would have filled the memory.
    /// </summary>
    [Fact]
    public void What_everybody_is_told_is_kept_once()
    {
        using var book = new HistoryBook();
        foreach (var client in (string[])["alice", "bob"])
            book.Write(client, new Heard("hall", "epoch", 0, 2, HeardBy.Live, [Told(1), Told(2)]));
        var heard = book.Snapshot().Cast<Heard>().ToArray();
        Assert.Equal([Told(1), Told(2)], heard[1].Messages);
        Assert.All(heard[0].Messages.Zip(heard[1].Messages), both => Assert.Same(both.First, both.Second));
    }

    private static HeardMessage Told(long revision) => new($"id-{revision}", revision, revision, "alice", $"text-{revision}", 10, false);
}
