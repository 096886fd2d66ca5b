using System.Diagnostics.CodeAnalysis;

namespace SignalRChat.Hubs.Delivery;

/// <summary>
/// When the connection monitor looks at each connection next. A round takes only the connections that are due: nearly all are idle,
/// and an idle connection can break no limit before its longest silence.
/// </summary>
internal sealed class LookSchedule(IOptions<LivenessOptions> options, TimeProvider time)
{
    private readonly long _round = time.TicksOf(options.Value.SweepInterval);
    private readonly SortedDictionary<long, LinkedList<ChatConnection>> _rounds = [];
    private readonly Lock _gate = new();
    private long _taken;

    /// <summary>Looks at the connection by this timestamp, and not before the next round. An earlier look that is planned stays.</summary>
    public void Plan(ChatConnection connection, long at)
    {
        lock (_gate)
        {
            if (connection.HasLeft)
                return;
            var round = Math.Max(_taken + 1, (at + _round - 1) / _round);
            if (connection.Look is { List: not null })
            {
                if (connection.LookRound <= round)
                    return;
                Take(connection);
            }
            if (!_rounds.TryGetValue(round, out var due))
                _rounds.Add(round, due = new());
            connection.LookRound = round;
            connection.Look = due.AddLast(connection);
        }
    }

    /// <summary>The connection has ended: no look is planned for it any more.</summary>
    public void Remove(ChatConnection connection)
    {
        lock (_gate)
        {
            connection.HasLeft = true;
            Take(connection);
        }
    }

    /// <summary>
    /// Takes the next connection that is due; false when there is none. Each has to be planned again, and is not due again before the
    /// next round.
    /// </summary>
    public bool TryTakeDue(long now, [NotNullWhen(true)] out ChatConnection? connection)
    {
        lock (_gate)
        {
            _taken = Math.Max(_taken, now / _round);
            connection = _rounds.Count > 0 && _rounds.First() is var (round, due) && round <= _taken ? due.First!.Value : null;
            if (connection is not null)
                Take(connection);
            return connection is not null;
        }
    }

    private void Take(ChatConnection connection)
    {
        if (connection.Look is not { List: { } due } look)
            return;
        due.Remove(look);
        if (due.Count == 0)
            _rounds.Remove(connection.LookRound);
    }
}
