using SignalRChat.Contracts;
using SignalRChat.Testing.History;

namespace SignalRChat.Testing.Oracle.Checks;

/// <summary>
/// Only members receive, read and write. A removed user receives nothing after the removal and nothing numbered after it. A muted member
/// writes nothing, nor does a plain member where only moderators post, which also keeps to slow mode. Nobody but a backend changes an
/// archived room, besides deletions. A banned user does nothing.
/// </summary>
internal sealed class IntruderCheck : ICheck
{
    /// <summary>
    /// A removal takes effect on every node within this time. Until a node knows of the removal, it may still send, but nothing
    /// that is numbered after it.
    /// </summary>
    private const long Everywhere = 2_000_000;

    public Check Finds => Check.Intruder;

    public IEnumerable<Violation> Find(Case run) =>
    [
        .. Calls(run), .. Pushes(run), .. Kicked(run), .. Muted(run),
        .. HastyPosts.Find(run), .. ArchivedRooms.Find(run), .. AccessIntruders.Find(run), .. InboxIntruders.Find(run),
    ];

    /// <summary>The sum of the figures of its parts.</summary>
    public int Looked(Case run) => Parts(run).Sum(part => part.Count);

    /// <summary>
    /// How much material each part of the check had: rejected attempts or removals, whichever are fewer; rejected writes of muted members,
    /// of members where only moderators post, and in archived rooms; posts in slow mode; connections that bans or revocations had to end;
    /// rejected connects with a token from before; and removals of users who follow their inbox.
    /// </summary>
    public static (string Name, int Count)[] Parts(Case run) =>
    [
        ("removals", Math.Min(
            run.Calls.Count(call => call.IsRefused && call.Invoked.Kind is not (OpKind.Kick or OpKind.Connect)),
            Kicks(run).Sum(kicks => kicks.Count()))),
        ("mutes", run.Calls.Count(call => call.Outcome is Refused { Code: ChatErrorCodes.Muted })),
        ("posting", ArchivedRooms.Forbidden(run, mayBeArchived: false)),
        ("archiving", ArchivedRooms.Forbidden(run, mayBeArchived: true)),
        ("slow mode", HastyPosts.Looked(run)),
        ("bans", AccessIntruders.Ended(run, byBan: true)),
        ("revocations", AccessIntruders.Ended(run, byBan: false)),
        ("old tokens", AccessIntruders.Rejected(run)),
        ("inboxes", InboxIntruders.Looked(run)),
    ];

    private static IEnumerable<Violation> Muted(Case run)
    {
        var (mutes, posting, moderators) = (Restriction.OfMutes(run), Restriction.OfPosting(run), Restriction.OfModerators(run));
        bool IsForModerators(Call call) => call.Invoked.Kind is OpKind.Post or OpKind.Edit
            && !run.Setup.Services.Contains(call.Invoked.Client) && posting.CoverSurely(call) && !moderators.MayCover(call);
        foreach (var call in run.Calls.Where(call => call.Ok is { Duplicate: false }
            && call.Invoked.Kind is OpKind.Post or OpKind.Edit or OpKind.React or OpKind.Unreact))
        {
            if (mutes.CoverSurely(call) || IsForModerators(call))
            {
                yield return new(
                    Check.Intruder, $"{call.Invoked.Client} may not write in {call.Invoked.Room}, and its {call.Invoked.Kind} succeeded.");
            }
        }
    }

    private static IEnumerable<Violation> Calls(Case run)
    {
        var kicks = Kicks(run);
        foreach (var ofUser in run.Calls
            .Where(call => call.Invoked.Kind != OpKind.Connect && !run.Setup.Services.Contains(call.Invoked.Client))
            .GroupBy(call => (User: call.Invoked.Client, call.Invoked.Room)))
        {
            var membership = Membership.Of(run, [.. ofUser], kicks[ofUser.Key]);
            var mayJoin = !run.Setup.PrivateRooms.TryGetValue(ofUser.Key.Room, out var allowed) || allowed.Contains(ofUser.Key.User);
            foreach (var call in ofUser.Where(call => call.Ok is { Duplicate: false }))
            {
                if (call.Invoked.Kind == OpKind.Join
                    ? !mayJoin
                    : call.Invoked.Kind != OpKind.Leave && membership.IsSurelyOut(call) && !IsOnItsWay(run, call, kicks[ofUser.Key]))
                {
                    yield return new(
                        Check.Intruder, $"{ofUser.Key.User} is not a member of {ofUser.Key.Room}, and its {call.Invoked.Kind} succeeded.");
                }
            }
        }
    }

    private static ILookup<(string User, string Room), Call> Kicks(Case run) =>
        run.Calls.Where(call => call.Invoked.Kind == OpKind.Kick && call.Ok is not null)
            .ToLookup(call => (call.Invoked.Text, call.Invoked.Room));

    private static bool IsOnItsWay(Case run, Call read, IEnumerable<Call> kicks) => read.Invoked.Kind == OpKind.Read
        && kicks.Any(kick => kick.Invoked.At <= read.EndedAt
            && run.Time.Between(kick.Ok!.At, read.Invoked.At) < Everywhere && read.Ok!.Revision <= kick.Ok.Revision);

    private static IEnumerable<Violation> Pushes(Case run)
    {
        var newest = new Dictionary<(string Client, string Room), long>();
        var joining = new HashSet<(string Client, string Room)>();
        var asked = new HashSet<(string Client, string Room)>();
        var removed = new Dictionary<(string Client, string Room), long>();
        foreach (var record in run.History)
        {
            switch (record)
            {
                case Invoked { Kind: OpKind.Join } join:
                    newest.Remove((join.Client, join.Room));
                    removed.Remove((join.Client, join.Room));
                    joining.Add((join.Client, join.Room));
                    asked.Add((join.Client, join.Room));
                    break;
                case Restored:
                    // Revisions begin again.
                    newest.Clear();
                    removed.Clear();
                    break;
                case Entered entered:
                    joining.Remove((entered.Client, entered.Room));
                    break;
                case Pushed pushed:
                    var key = (pushed.Client, pushed.Room);
                    newest[key] = pushed.Through;
                    if (!asked.Contains(key) && !run.Setup.Services.Contains(pushed.Client))
                    {
                        yield return new(
                            Check.Intruder,
                            $"{pushed.Client} never asked to join {pushed.Room}, and received changes up to {pushed.Through}.");
                    }
                    if (removed.TryGetValue(key, out var at))
                    {
                        yield return new(
                            Check.Intruder,
                            $"{pushed.Client} was removed from {pushed.Room} at {at}, "
                            + $"and received changes up to {pushed.Through} after it had heard so.");
                    }
                    break;
                // A removal that arrives while a join is under way may belong to the earlier membership.
                case Removed removal when !joining.Contains((removal.Client, removal.Room)):
                    var gone = (removal.Client, removal.Room);
                    removed[gone] = removal.Revision;
                    if (newest.GetValueOrDefault(gone) > removal.Revision)
                    {
                        yield return new(
                            Check.Intruder,
                            $"{removal.Client} was removed from {removal.Room} at {removal.Revision} and had received {newest[gone]}.");
                    }
                    break;
            }
        }
    }

    /// <summary>
    /// A removed user receives nothing numbered after the removal before the next join, whatever else it receives of the room.
    /// </summary>
    private static IEnumerable<Violation> Kicked(Case run)
    {
        var kicks = Kicks(run);
        var joinedAt = new Dictionary<(string Client, string Room), long>();
        var restoredAt = 0L;
        foreach (var record in run.History)
        {
            // Revisions begin again. The restore may undo an earlier removal, and its number says nothing about later changes.
            if (record is Restored)
                restoredAt = record.At;
            // A removal that was requested while the join was under way may have been committed before it.
            if (record is Invoked { Kind: OpKind.Join } join)
                joinedAt[(join.Client, join.Room)] = long.MaxValue;
            if (record is Entered entered)
                joinedAt[(entered.Client, entered.Room)] = entered.At;
            // A push without a range begins another epoch and delivers nothing.
            if (record is not Pushed pushed || pushed.After == pushed.Through)
                continue;
            var since = joinedAt.GetValueOrDefault((pushed.Client, pushed.Room), long.MaxValue);
            foreach (var kick in kicks[(pushed.Client, pushed.Room)])
            {
                if (kick.Invoked.At > Math.Max(since, restoredAt) && kick.Invoked.At < pushed.At && pushed.Through > kick.Ok!.Revision)
                {
                    yield return new(
                        Check.Intruder,
                        $"{pushed.Client} was removed from {pushed.Room} at {kick.Ok.Revision} and received {pushed.Through}.");
                }
            }
        }
    }

    /// <summary>
    /// The times when a user was certainly not a member. The first lasts until the first join request. The others last from an
    /// answered leave, or from some time after a removal, to the next join.
    /// </summary>
    private sealed class Membership(List<(long From, long To)> outside)
    {
        // A join whose answer never arrived may still take effect this long after the request.
        private const long Pending = 30_000_000;

        public static Membership Of(Case run, Call[] calls, IEnumerable<Call> kicks)
        {
            var restored = run.Restores.Times.ToArray();
            var outside = new List<(long From, long To)>();
            long? since = 0;
            foreach (var call in calls.Where(call => call.Invoked.Kind is OpKind.Join or OpKind.Leave && !call.IsRefused))
            {
                if (call.Invoked.Kind == OpKind.Join && since is { } from)
                    outside.Add((from, call.Invoked.At));
                since = call is { Invoked.Kind: OpKind.Leave, Ok: { } left } ? left.At : null;
            }
            if (since is { } open)
                outside.Add((open, long.MaxValue));
            outside.AddRange(SentOut(run, calls, kicks));
            return new([.. outside.Select(span => span.From == 0 ? span : Until(span, restored))]);
        }

        private static IEnumerable<(long From, long To)> SentOut(Case run, Call[] calls, IEnumerable<Call> kicks)
        {
            var joins = calls.Where(call => call.Invoked.Kind == OpKind.Join && !call.IsRefused).ToArray();
            foreach (var kick in kicks)
            {
                var (asked, answered, acts) = (kick.Invoked.At, kick.Ok!.At, run.Time.After(kick.Ok.At, Everywhere));
                // While a fault disturbs more than the backplane, some nodes may not know of the removal. Also, a join under
                // way may be committed after the removal.
                if (run.Windows.Any(window => !FaultNames.IsOfTheBackplane(window.Name)
                    && window.Begin <= acts && window.LeavesTraces(run.Time) >= asked))
                {
                    continue;
                }
                if (!Array.Exists(joins, join => join.Invoked.At < answered
                    && (join.Ok is null ? join.Invoked.At + Pending : join.EndedAt) > asked))
                {
                    var later = joins.Select(join => join.Invoked.At).Where(at => at >= answered);
                    yield return (acts, later.DefaultIfEmpty(long.MaxValue).Min());
                }
            }
        }

        /// <summary>
        /// A restored backup may restore a membership that has ended since. A user that never was a member stays a non-member.
        /// </summary>
        private static (long From, long To) Until((long From, long To) span, long[] restored) =>
            (span.From, restored.Where(at => at > span.From).Append(span.To).Min());

        public bool IsSurelyOut(Call call)
        {
            foreach (var (from, to) in outside)
            {
                if (call.Invoked.At >= from && call.EndedAt <= to)
                    return true;
            }
            return false;
        }
    }
}
