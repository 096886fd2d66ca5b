using SignalRChat.Faults.History;

namespace SignalRChat.Faults.Oracle;

/// <summary>
/// What is judged: the history, what the database holds, and who was meant to do what. Ordered once here, for all checks.
/// </summary>
internal sealed class Case
{
    public Case(IReadOnlyList<HistoryRecord> history, Truth truth, Setup setup)
    {
        (History, Truth, Setup) = (history, truth, setup);
        var outcomes = new Dictionary<long, HistoryRecord>();
        foreach (var record in history)
        {
            var op = record switch
            {
                Succeeded ok => ok.Op,
                Refused refused => refused.Op,
                Unknown unknown => unknown.Op,
                _ => 0,
            };
            if (op > 0)
                outcomes[op] = record;
        }
        Calls = [.. history.OfType<Invoked>().Select(invoked => new Call(invoked, outcomes.GetValueOrDefault(invoked.Op)))];
        Windows = [.. FaultWindow.Of(history)];
        Heard = history.OfType<Heard>().ToLookup(heard => (heard.Client, heard.Room));
        Time = new RunningTime(history);
        Restores = new Restores(history);
        End = history.Count == 0 ? 0 : history[^1].At;
    }

    public IReadOnlyList<HistoryRecord> History { get; }

    public Truth Truth { get; }

    public Setup Setup { get; }

    public IReadOnlyList<Call> Calls { get; }

    public IReadOnlyList<FaultWindow> Windows { get; }

    /// <summary>What each client took in of each room, in the order of time.</summary>
    public ILookup<(string Client, string Room), Heard> Heard { get; }

    public long End { get; }

    public RunningTime Time { get; }

    public Restores Restores { get; }

    public IEnumerable<Call> Changes => Calls.Where(call => call.Invoked.Kind is OpKind.Post or OpKind.Edit or OpKind.Delete);
}

/// <summary>A call with its outcome; none when the run ended before there was one.</summary>
internal sealed record Call(Invoked Invoked, HistoryRecord? Outcome)
{
    public Succeeded? Ok => Outcome as Succeeded;

    public bool IsRefused => Outcome is Refused;

    public long EndedAt => Outcome?.At ?? long.MaxValue;
}

/// <summary>
/// Who takes part, and in which rooms; what is not in the history itself. Each client is a user of its own, of the same name.
/// </summary>
internal sealed record Setup
{
    /// <summary>Comes in the end and reads every room from its beginning.</summary>
    public const string Newcomer = "newcomer";

    /// <summary>The rooms each client hears from its first join to the end; what it must have in the end.</summary>
    public IReadOnlyDictionary<string, string[]> Members { get; init; } = new Dictionary<string, string[]>();

    /// <summary>Clients that have one send of a room under way at a time, so that little of their own holds up its answer.</summary>
    public HashSet<string> OneByOne { get; init; } = [];

    /// <summary>Clients that go for good before the end: they need not have everything then.</summary>
    public HashSet<string> Leavers { get; init; } = [];

    /// <summary>Rooms that only these users may join.</summary>
    public IReadOnlyDictionary<string, string[]> PrivateRooms { get; init; } = new Dictionary<string, string[]>();

    /// <summary>How late a message may come to a connected member where nothing but the backplane is hindered.</summary>
    public TimeSpan LateAfter { get; init; } = TimeSpan.FromSeconds(2);

    public TimeSpan PresenceWithin { get; init; } = TimeSpan.FromSeconds(15);
}
