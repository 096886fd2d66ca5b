using SignalRChat.Testing.History;

namespace SignalRChat.Testing.Oracle;

/// <summary>
/// The material of a judgement: the history, the content of the database, and the plan of each client. It is ordered once here,
/// for all checks.
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
        Time = new RunningTime(history.OfType<StoodStill>().Where(stood => !stood.IsOfDisk).Select(stood => (stood.Since, stood.At)));
        Restores = new Restores(history);
        Restricted = [.. Calls.Where(call => call.Invoked.Kind is OpKind.Ban or OpKind.Revoke).Select(call => call.Invoked.Text)];
        End = history.Count == 0 ? 0 : history[^1].At;
    }

    public IReadOnlyList<HistoryRecord> History { get; }

    public Truth Truth { get; }

    public Setup Setup { get; }

    public IReadOnlyList<Call> Calls { get; }

    public IReadOnlyList<FaultWindow> Windows { get; }

    /// <summary>The ranges that each client took in of each room, in the order of time.</summary>
    public ILookup<(string Client, string Room), Heard> Heard { get; }

    public long End { get; }

    public RunningTime Time { get; }

    public Restores Restores { get; }

    /// <summary>The users that a backend banned, or whose tokens it revoked, during the run.</summary>
    public HashSet<string> Restricted { get; }

    /// <summary>Returns posts, edits and deletions.</summary>
    public IEnumerable<Call> Changes => Calls.Where(call => call.Invoked.Kind is OpKind.Post or OpKind.Edit or OpKind.Delete);

    /// <summary>The same, and changes of reactions, of members and of the settings.</summary>
    public IEnumerable<Call> AllChanges => Calls.Where(call => call.IsChange);

    /// <summary>
    /// Returns the revision that a call is known to have given its entity; 0 if its answer does not show it, or if a restored database does
    /// not hold it. The answer to a repeat has the revision of a later change, or the head. So may the answer to a call for a state that a
    /// restored database has already.
    /// </summary>
    public long Given(Call call) => call.Ok is { Duplicate: false, IsRetried: false } ok && !call.Invoked.IsRepeat
        && !Restores.Forget(call) && (call.IsUnique || !Restores.LieBetween(0, ok.At)) ? ok.Revision : 0;
}

/// <summary>A call with its outcome, which is null if the run ended before it was known.</summary>
internal sealed record Call(Invoked Invoked, HistoryRecord? Outcome)
{
    public Succeeded? Ok => Outcome as Succeeded;

    /// <summary>Nothing was changed.</summary>
    public bool IsRefused => Outcome is Refused { IsRetried: false };

    public long EndedAt => Outcome?.At ?? long.MaxValue;

    /// <summary>Returns whether it changes what the members of a room receive, and has no other purpose.</summary>
    public bool IsChange => Invoked.Kind is OpKind.Post or OpKind.Edit or OpKind.Delete or OpKind.React or OpKind.Unreact
        or OpKind.SetRole or OpKind.Mute or OpKind.Unmute
        or OpKind.SetTitle or OpKind.SetAnnounce or OpKind.SetPosting or OpKind.SetSlowMode or OpKind.SetArchived;

    /// <summary>Returns whether it asks for what no other call asks for, so that it changes something in any state of the room.</summary>
    public bool IsUnique => Invoked.Kind is OpKind.Post or OpKind.Edit or OpKind.Delete or OpKind.SetTitle;

    /// <summary>Whether the message is as this change makes it.</summary>
    public bool Gives(RecordedMessage stored) => Invoked.Kind == OpKind.Delete
        ? stored.IsDeleted
        : !stored.IsDeleted && stored.Text == Invoked.Text && (Invoked.Length == 0 || Invoked.Length == stored.Length);
}

/// <summary>
/// The clients of a run and their rooms, which the history does not contain. Each client is a separate user with the client's name.
/// </summary>
internal sealed record Setup
{
    /// <summary>Connects at the end and reads every room from its beginning.</summary>
    public const string Newcomer = "newcomer";

    /// <summary>The rooms that each client receives from its first join to the end. At the end it must have all their messages.</summary>
    public IReadOnlyDictionary<string, string[]> Members { get; init; } = new Dictionary<string, string[]>();

    /// <summary>Clients that have one send at a time under way in a room, so their own sends hardly delay an answer.</summary>
    public HashSet<string> OneByOne { get; init; } = [];

    /// <summary>Clients that disconnect for good before the end. They need not have everything at the end.</summary>
    public HashSet<string> Leavers { get; init; } = [];

    /// <summary>Clients that unsubscribe from rooms now and then. Meanwhile they receive nothing of them.</summary>
    public HashSet<string> Strays { get; init; } = [];

    /// <summary>Backends: they read and write in rooms of which they are no member.</summary>
    public HashSet<string> Services { get; init; } = [];

    /// <summary>The devices that follow the inbox of their user. They join no room, and are named apart from the user.</summary>
    public IReadOnlyDictionary<string, string> Devices { get; init; } = new Dictionary<string, string>();

    /// <summary>Rooms that only these users may join.</summary>
    public IReadOnlyDictionary<string, string[]> PrivateRooms { get; init; } = new Dictionary<string, string[]>();

    /// <summary>The latest arrival of a message at a connected member while a fault disturbs only the backplane.</summary>
    public TimeSpan LateAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The latest arrival of a message's activity at a device. A node gathers activity once a second, and once more if an update of the
    /// inbox is just being sent.
    /// </summary>
    public TimeSpan ActivityAfter { get; init; } = TimeSpan.FromSeconds(3);

    public TimeSpan PresenceWithin { get; init; } = TimeSpan.FromSeconds(15);
}
