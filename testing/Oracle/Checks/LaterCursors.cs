using SignalRChat.Testing.History;

namespace SignalRChat.Testing.Oracle.Checks;

/// <summary>
/// The read cursors that a user may have had in its rooms before a device shows them: a place that one of the user's devices was about to
/// mark, and the place where the user was added again, which has read everything before it.
/// </summary>
internal sealed class LaterCursors
{
    private readonly ILookup<string, Cursor> _all;

    public LaterCursors(Case run, string user) => _all = Marks(run, user).Concat(Returns(run, user)).ToLookup(cursor => cursor.Room);

    /// <summary>Returns those beyond a place at a time; null for one whose place is not known.</summary>
    public IEnumerable<long?> After(string room, long place, long at) => _all[room]
        .Where(cursor => cursor.From <= at && at <= cursor.Until && !(cursor.Place <= place))
        .Select(cursor => cursor.Place);

    /// <summary>A place in another epoch may be beyond the end of the room now. Then the newest message is marked.</summary>
    private static IEnumerable<Cursor> Marks(Case run, string user) => run.History.OfType<MarkingRead>()
        .Where(marking => run.Setup.Devices.GetValueOrDefault(marking.Client) == user)
        .Select(marking => marking.Epoch == run.Truth.Epoch
            ? new Cursor(marking.Room, marking.Through, marking.At, long.MaxValue)
            : new Cursor(marking.Room, null, marking.At, run.Time.After(marking.At, MemberChange.Pending)));

    private static IEnumerable<Cursor> Returns(Case run, string user) => new MemberChanges(run).Of(user)
        .Where(change => change.Call.Invoked.Kind == OpKind.Add)
        .Select(change => change.Call.Ok is { } ok
            ? new Cursor(change.Call.Invoked.Room, ok.Revision, change.Call.Invoked.At, long.MaxValue)
            : new Cursor(change.Call.Invoked.Room, null, change.Call.Invoked.At, change.Settled));

    private sealed record Cursor(string Room, long? Place, long From, long Until);
}
