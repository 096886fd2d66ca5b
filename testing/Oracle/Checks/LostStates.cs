using SignalRChat.Testing.History;

namespace SignalRChat.Testing.Oracle.Checks;

/// <summary>
/// A reaction, a role, a mute and a setting are in the database as their last acknowledged change left them. Only
/// one client changes each, one call after the other. So only a call without an answer may have changed it since, or a try that a disturbed
/// link or node kept, and whose repeat was answered.
/// </summary>
internal static class LostStates
{
    /// <summary>Returns a violation for each that differs.</summary>
    public static IEnumerable<Violation> Find(Case run)
    {
        foreach (var ofState in run.Calls.Where(call => !call.IsRefused && StateOf(call.Invoked) is not null)
            .GroupBy(call => StateOf(call.Invoked)!))
        {
            var last = ofState.LastOrDefault(call => call.Ok is not null);
            if (last is null || IsForgotten(run, last))
                continue;
            var possible = ofState.Where(call => call == last || Settling.Of(run, call) >= last.Invoked.At);
            if (run.Truth.Find(last.Invoked.Room) is { } room && !possible.Any(call => Holds(room, call.Invoked)))
            {
                yield return new(
                    Check.Lost,
                    $"{last.Invoked.Room}: the {last.Invoked.Kind} of {last.Invoked.Text} by {last.Invoked.Client} was acknowledged "
                    + $"at {last.Ok!.Revision} and is not in the database.");
            }
        }
    }

    /// <summary>Its answer does not tell whether the restored database has it.</summary>
    private static bool IsForgotten(Case run, Call call) => run.Restores.Times.Any(at => at > call.Ok!.At);

    private static string? StateOf(Invoked call) => call.Kind switch
    {
        OpKind.React or OpKind.Unreact => $"{call.Room}/reaction/{call.MessageId}/{call.Text}/{call.Client}",
        OpKind.SetRole => $"{call.Room}/role/{call.Text}",
        OpKind.Mute or OpKind.Unmute => $"{call.Room}/mute/{call.Text}",
        OpKind.SetTitle => $"{call.Room}/title",
        OpKind.SetAnnounce or OpKind.SetPosting or OpKind.SetSlowMode or OpKind.SetArchived => $"{call.Room}/{call.Kind}",
        _ => null,
    };

    private static bool Holds(StoredRoom room, Invoked call)
    {
        switch (call.Kind)
        {
            case OpKind.React or OpKind.Unreact:
                // A message that is not there is lost itself.
                return room.Messages.FirstOrDefault(message => message.MessageId == call.MessageId) is not { IsDeleted: false } message
                    || HasReaction(room, message.Sequence, call) == (call.Kind == OpKind.React);
            case OpKind.SetTitle:
                return room.Info?.Title == call.Value;
            case OpKind.SetAnnounce:
                return $"{room.Info?.Announce == true}" == call.Value;
            case OpKind.SetArchived:
                return $"{room.Info?.IsArchived == true}" == call.Value;
            case OpKind.SetPosting:
                return room.Info?.Posting == call.Value;
            case OpKind.SetSlowMode:
                return $"{room.Info?.SlowModeSeconds}" == call.Value;
            default:
                var member = room.Members.FirstOrDefault(member => member.UserId == call.Text);
                return member is { Left: not null } || (call.Kind == OpKind.SetRole
                    ? member?.Role == call.Value
                    : (member?.MutedUntil is not null) == (call.Kind == OpKind.Mute));
        }
    }

    private static bool HasReaction(StoredRoom room, long sequence, Invoked call) => room.Reactions
        .FirstOrDefault(reactions => reactions.Sequence == sequence)?.Has(call.Text, call.Client) == true;
}
