using SignalRChat.Testing.History;

namespace SignalRChat.Testing.Oracle.Checks;

/// <summary>When a client had a connection on which it received its rooms, as the client itself saw it.</summary>
internal sealed class Connectedness
{
    private readonly Dictionary<string, List<(long From, long To)>> _rooms = [];
    private readonly List<(long From, long To)> _away = [];

    public static Connectedness Of(Case run, string client)
    {
        var one = new Connectedness();
        var open = new Dictionary<string, long>();
        long? awaySince = 0;
        foreach (var record in run.History.Where(record => record.Client == client))
        {
            switch (record)
            {
                case Opened when awaySince is { } since:
                    one._away.Add((since, record.At));
                    awaySince = null;
                    break;
                case Entered entered:
                    open.TryAdd(entered.Room, entered.At);
                    break;
                case Unsubscribing { Room: var room }:
                    one.Close(open, room, record.At);
                    break;
                case Unsubscribed { Room: var room }:
                    one.Close(open, room, record.At);
                    break;
                case Closed:
                    awaySince ??= record.At;
                    one.Close(open, record.At);
                    break;
            }
        }
        one.Close(open, long.MaxValue);
        if (awaySince is { } gone)
            one._away.Add((gone, long.MaxValue));
        return one;
    }

    public bool Throughout(string room, long from, long to)
    {
        foreach (var span in _rooms.GetValueOrDefault(room) ?? [])
        {
            if (span.From <= from && span.To >= to)
                return true;
        }
        return false;
    }

    /// <summary>The time since which the client has had no connection; null if it has one at this moment.</summary>
    public long? AwaySince(long at)
    {
        foreach (var span in _away)
        {
            if (span.From <= at && span.To >= at)
                return span.From;
        }
        return null;
    }

    private void Close(Dictionary<string, long> open, long at)
    {
        foreach (var room in open.Keys)
            Close(open, room, at);
    }

    private void Close(Dictionary<string, long> open, string room, long at)
    {
        if (!open.Remove(room, out var since))
            return;
        if (!_rooms.TryGetValue(room, out var spans))
            _rooms.Add(room, spans = []);
        spans.Add((since, at));
    }
}
