using SignalRChat.Testing.History;

namespace SignalRChat.Testing.Oracle.Checks;

/// <summary>
/// The changes of reactions, members and settings whose revision no record mentions: the answer does not contain it or did not arrive, and
/// another change of the same entity followed before any client received it.
/// </summary>
internal static class UnheardStates
{
    /// <summary>Returns the number of such changes in a room.</summary>
    public static int Count(Case run, StoredRoom room)
    {
        var heard = run.History.OfType<Heard>().Where(heard => heard.Room == room.Name && heard.Epoch == run.Truth.Epoch).ToArray();
        var members = Revisions(heard.SelectMany(one => one.Members).Concat(room.Members), member => member.UserId, one => one.Revision);
        var sequences = room.Messages.GroupBy(message => message.MessageId)
            .ToDictionary(same => same.Key, same => $"{same.First().Sequence}");
        var reactions = Revisions(
            heard.SelectMany(one => one.Reactions).Concat(room.Reactions), one => $"{one.Sequence}", one => one.Revision);
        var settings = Revisions(heard.Select(one => one.Info).Append(room.Info).OfType<RecordedInfo>(), _ => "", info => info.Revision);
        IEnumerable<long> Seen(Entity entity) => entity.Kind switch
        {
            EntityKind.Member => members[entity.Id],
            EntityKind.Settings => settings[""],
            _ => reactions[sequences.GetValueOrDefault(entity.Id, "")],
        };
        return run.AllChanges.Where(call => call.Invoked.Room == room.Name && !call.IsRefused && !run.Restores.Forget(call))
            .GroupBy(call => Entity.Of(call.Invoked)!.Value)
            .Where(ofEntity => ofEntity.Key.Kind != EntityKind.Message)
            .Sum(ofEntity => Count(run, [.. ofEntity], Seen(ofEntity.Key)))
            + Returns(run, room, members);
    }

    /// <summary>
    /// A removed member who returns takes a revision, which no answer contains. The next removal replaces it.
    /// </summary>
    private static int Returns(Case run, StoredRoom room, ILookup<string, long> members) => run.Calls
        .Where(call => call.Invoked.Kind == OpKind.Kick && call.Invoked.Room == room.Name && !call.IsRefused)
        .GroupBy(call => call.Invoked.Text)
        .Sum(ofUser =>
        {
            var removals = ofUser.Select(run.Given).Concat(room.Removals).ToHashSet();
            return Math.Max(0, ofUser.Count() - 1 - members[ofUser.Key].Count(revision => !removals.Contains(revision)));
        });

    private static ILookup<string, long> Revisions<T>(IEnumerable<T> states, Func<T, string> id, Func<T, long> revision) =>
        states.Select(state => (Id: id(state), Revision: revision(state))).Distinct().ToLookup(one => one.Id, one => one.Revision);

    private static int Count(Case run, Call[] calls, IEnumerable<long> seen)
    {
        long[] given = [.. calls.Select(run.Given).Where(revision => revision > 0)];
        var told = given.ToHashSet();
        // The last one is in the database, unless its call failed.
        var untold = calls.Count(call => run.Given(call) == 0
            && Array.Exists(calls, other => other.Invoked.Op != call.Invoked.Op && other.EndedAt > call.Invoked.At));
        // A library repeats a call unseen, and the answer then has the revision of another call.
        var toldTwice = given.Length - told.Count;
        return Math.Max(0, untold + toldTwice - seen.Count(revision => !told.Contains(revision)));
    }
}
