using System.Runtime.CompilerServices;

namespace SignalRChat.Hubs.Transport;

/// <summary>
/// The connections in the order in which their next beat is due. A beat is due when SignalR may have to ping, so each beat touches
/// a connection that is pinged, and no other.
/// </summary>
internal sealed class BeatQueue(TimeSpan interval, TimeProvider time)
{
    /// <summary>SignalR pings after more than the interval, by its own clock. A beat that is early would miss a whole interval.</summary>
    private static readonly TimeSpan _margin = TimeSpan.FromMilliseconds(50);

    private readonly long _ticks = time.TicksOf(interval + _margin);
    private readonly Queue<(StrongBox<SocketConnection?> Connection, long DueAt)> _queue = new();
    private readonly Lock _gate = new();

    /// <summary>Returns the place of the connection. Its value is set to null when the connection has ended.</summary>
    public StrongBox<SocketConnection?> Add(SocketConnection connection)
    {
        var place = new StrongBox<SocketConnection?>(connection);
        Enqueue(place);
        return place;
    }

    public void BeatDue()
    {
        while (TryTakeDue(out var place))
        {
            if (place.Value is not { } connection)
                continue;
            try
            {
                connection.Beat();
            }
            finally
            {
                // Without its place it would never be pinged again.
                Enqueue(place);
            }
        }
    }

    private bool TryTakeDue(out StrongBox<SocketConnection?> place)
    {
        lock (_gate)
        {
            var isDue = _queue.TryPeek(out var first) && first.DueAt <= time.GetTimestamp();
            place = isDue ? _queue.Dequeue().Connection : first.Connection;
            return isDue;
        }
    }

    private void Enqueue(StrongBox<SocketConnection?> place)
    {
        lock (_gate)
            _queue.Enqueue((place, time.GetTimestamp() + _ticks));
    }
}
