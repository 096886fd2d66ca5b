using SignalRChat.Testing.History;

namespace SignalRChat.Tests.Faults;

public sealed class HistoryBookTests
{
    /// <summary>
    /// Regression: each of a dozen clients kept a copy of every message, and an hour would have filled the memory.
    /// </summary>
    [Fact]
    public void A_change_that_every_client_receives_is_kept_once()
    {
        using var book = new HistoryBook();
        foreach (var client in (string[])["alice", "bob"])
            book.Write(client, new Heard("hall", "epoch", 0, 2, HeardBy.Live, [Received(1), Received(2)]));
        var heard = book.Snapshot().Cast<Heard>().ToArray();
        Assert.Equal([Received(1), Received(2)], heard[1].Messages);
        Assert.All(heard[0].Messages.Zip(heard[1].Messages), both => Assert.Same(both.First, both.Second));
    }

    private static RecordedMessage Received(long revision) =>
        new($"id-{revision}", revision, revision, "alice", $"text-{revision}", 10, false);
}
