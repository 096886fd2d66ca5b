using SignalRChat.Faults.Workload.Service;
using SignalRChat.Testing.History;

namespace SignalRChat.Tests.Faults;

/// <summary>The backend that follows all rooms records what the checks judge: a repeated range once, and a missing one.</summary>
public sealed class FollowedRoomsTests : IDisposable
{
    private readonly TempDirectory _folder = new();
    private readonly HistoryBook _book;
    private readonly FollowedRooms _rooms;

    public FollowedRoomsTests()
    {
        _book = new(Path.Combine(_folder.Path, "history"));
        _rooms = new("follower", ["hall"], _book);
        _rooms.Open();
    }

    public void Dispose()
    {
        _book.Dispose();
        _folder.Dispose();
    }

    private void Take(long after, long through, string room = "hall", string epoch = "epoch") =>
        _rooms.Take(new() { Room = room, Epoch = epoch, After = after, Through = through, Messages = [] });

    private string[] Records => [.. _book.Snapshot().Select(record => record switch
    {
        Pushed pushed => $"pushed {pushed.After}-{pushed.Through}",
        Heard heard => $"{heard.By} {heard.After}-{heard.Through} of {heard.Epoch}",
        Entered entered => $"entered at {entered.Head}",
        _ => record.GetType().Name,
    })];

    [Fact]
    public void A_range_that_comes_twice_is_taken_in_once()
    {
        Take(0, 2);
        Take(0, 2);
        Take(1, 9, room: "vault");

        Assert.Equal(["Opened", "entered at 0", "pushed 0-2", "CatchUp 0-2 of epoch", "pushed 0-2"], Records);
        Assert.Equal(2, _rooms.CursorIn("hall"));
    }

    [Fact]
    public void After_a_refused_cursor_each_room_begins_again_with_a_reset()
    {
        Take(0, 2);
        _rooms.StartOver();
        Take(0, 1, epoch: "later");
        Take(1, 3, epoch: "later");

        Assert.Equal(
            [
                "entered at 0", "Reset 0-0 of later", "pushed 0-1", "CatchUp 0-1 of later", "pushed 1-3", "CatchUp 1-3 of later",
            ],
            Records[4..]);
    }

    [Fact]
    public void A_connection_continues_from_what_the_backend_has()
    {
        Take(0, 2);
        _rooms.Close("lost");
        _rooms.Open();
        Take(3, 4);

        Assert.Equal(["Closed", "Opened", "entered at 2", "pushed 3-4", "CatchUp 3-4 of epoch"], Records[4..]);
    }
}
