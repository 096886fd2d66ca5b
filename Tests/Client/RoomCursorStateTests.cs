using SignalRChat.Client;
using SignalRChat.Client.Internal;
using SignalRChat.Contracts;

namespace SignalRChat.Tests.Client;

public sealed class RoomCursorStateTests
{
    private readonly RecordingSink _sink = new();

    /// <summary>
    /// Regression: pending updates of the previous connection, to a database that was restored meanwhile, made the reading
    /// start over a second time.
    /// </summary>
    [Fact]
    public void What_was_held_on_the_connection_before_does_not_outlive_it()
    {
        var reading = new RoomCursorState("lobby", _sink);
        reading.Take(Answer("before", head: 3), after: 0);
        reading.Hold(new() { Room = "lobby", Epoch = "before", After = 5, Through = 6, Messages = [] });

        reading.BeginRejoin();
        reading.Take(Answer("after", head: 2), after: 3);

        Assert.False(reading.MustStartOver);
        Assert.Equal([new RoomCursor("before", 3), new RoomCursor("after", 2)], _sink.Resets);
    }

    private static JoinRoomResult Answer(string epoch, long head) => new()
    {
        Room = "lobby",
        Epoch = epoch,
        Head = head,
        Reset = true,
        Update = new() { Room = "lobby", Epoch = epoch, After = head, Through = head, Messages = [] },
    };

    private sealed class RecordingSink : IRoomSink
    {
        public List<RoomCursor> Resets { get; } = [];

        public void Joined(JoinRoomResult answer)
        {
        }

        public void Changed(RoomChanges changes) => throw new InvalidOperationException("Nothing changes here.");

        public void Reset(RoomReset reset) => Resets.Add(reset.Cursor);

        public void Rejoined(RoomRejoined rejoined) => throw new InvalidOperationException("No join ends here.");

        public void Refused(RoomRefused refused) => throw new InvalidOperationException("Nothing is refused here.");

        public void Lost(string room, RoomFollower follower, bool isOver) => throw new InvalidOperationException("Nothing ends here.");
    }
}
