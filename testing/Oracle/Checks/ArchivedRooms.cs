using SignalRChat.Contracts;
using SignalRChat.Testing.History;

namespace SignalRChat.Testing.Oracle.Checks;

/// <summary>Changes that users made in an archived room. Only a backend changes it. Users may delete messages there.</summary>
internal static class ArchivedRooms
{
    public static IEnumerable<Violation> Find(Case run)
    {
        var archiving = Restriction.OfArchiving(run);
        return run.Calls
            .Where(call => call is { IsChange: true, Ok.Duplicate: false } && call.Invoked.Kind != OpKind.Delete
                && !run.Setup.Services.Contains(call.Invoked.Client) && archiving.CoverSurely(call))
            .Select(call => new Violation(
                Check.Intruder, $"{call.Invoked.Room} is archived, and the {call.Invoked.Kind} of {call.Invoked.Client} succeeded."));
    }

    /// <summary>Returns the calls that the server refused as forbidden while the room may have been archived, or the others.</summary>
    public static int Forbidden(Case run, bool mayBeArchived)
    {
        var archiving = Restriction.OfArchiving(run);
        return run.Calls.Count(call =>
            call.Outcome is Refused { Code: ChatErrorCodes.Forbidden } && archiving.MayCover(call) == mayBeArchived);
    }
}
