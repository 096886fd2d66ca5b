using SignalRChat.Testing.History;

namespace SignalRChat.Testing.Oracle.Checks;

/// <summary>
/// Every revision from 1 to the head has an owner: a sequence, a latest change, a change that was replaced since, or the end of
/// a membership. On a connection, each push of a room continues what was answered or pushed before, and none follows the end of the
/// subscription.
/// </summary>
internal sealed class GapCheck : ICheck
{
    public Check Finds => Check.Gap;

    public IEnumerable<Violation> Find(Case run) => [.. run.Truth.Rooms.SelectMany(room => Stored(run, room)), .. Pushed(run)];

    public int Looked(Case run) => run.History.OfType<Pushed>().Count();

    private static IEnumerable<Violation> Stored(Case run, StoredRoom room)
    {
        var known = new HashSet<long>(room.Removals);
        foreach (var message in room.Messages)
        {
            known.Add(message.Sequence);
            known.Add(message.Revision);
        }
        known.UnionWith(room.Reactions.Select(reactions => reactions.Revision));
        known.UnionWith(room.Members.Select(member => member.Revision));
        known.Add(room.Info?.Revision ?? 0);
        var ofRoom = run.AllChanges.Where(call => call.Invoked.Room == room.Name).ToArray();
        known.UnionWith(run.History.OfType<Heard>().Where(heard => heard.Room == room.Name)
            .SelectMany(heard => heard.Revisions().Where(revision => run.Restores.Keep(heard.At, room.Name, revision))));
        if (known.Any(revision => revision > room.Head))
            yield return new(Check.Gap, $"{room.Name}: the head is {room.Head}, and {known.Max()} was given.");
        // An acknowledged change beyond the head is lost, and the check for lost changes finds it.
        known.UnionWith(ofRoom.Where(call => call.Ok is not null && !run.Restores.Forget(call)).Select(call => call.Ok!.Revision));
        var unheard = Unheard(room, ofRoom) + UnheardStates.Count(run, room);
        var missing = room.Head - known.Count(revision => revision >= 1 && revision <= room.Head);
        if (missing > unheard)
            yield return new(Check.Gap, $"{room.Name}: {missing} of the revisions 1 to {room.Head} are nobody's.");
    }

    /// <summary>
    /// A change whose answer never arrived may have been replaced since by another one of its message. Then no record mentions it.
    /// </summary>
    private static int Unheard(StoredRoom room, Call[] calls)
    {
        var stored = room.Messages.GroupBy(message => message.MessageId).ToDictionary(same => same.Key, same => same.First());
        var later = calls.Where(call => call is { IsRefused: false, Invoked.Kind: OpKind.Edit or OpKind.Delete })
            .ToLookup(call => call.Invoked.MessageId);
        bool MayBeReplaced(Call call) => stored.TryGetValue(call.Invoked.MessageId, out var now)
            && later[call.Invoked.MessageId].Any(other => other != call && other.EndedAt > call.Invoked.At && other.Gives(now));
        return calls.Count(call =>
            call is { Ok: null, IsRefused: false, Invoked.Kind: OpKind.Edit or OpKind.Delete } && MayBeReplaced(call));
    }

    private static IEnumerable<Violation> Pushed(Case run)
    {
        var reached = new Dictionary<(string Client, int Connection, string Room), (bool IsEntered, long Through)>();
        var unsubscribed = new Unsubscriptions();
        foreach (var record in run.History)
        {
            unsubscribed.Take(record);
            switch (record)
            {
                case Unsubscribed left:
                    reached.Remove((left.Client, left.Connection, left.Room));
                    break;
                case Entered entered:
                    // A push that arrived before the answer to the join may be newer than the answer.
                    var place = (entered.Client, entered.Connection, entered.Room);
                    reached[place] = (true, Math.Max(entered.Head, reached.GetValueOrDefault(place).Through));
                    break;
                case Removed removed:
                    reached.Remove((removed.Client, removed.Connection, removed.Room));
                    break;
                case Pushed pushed:
                    var key = (pushed.Client, pushed.Connection, pushed.Room);
                    if (unsubscribed.Contains(pushed))
                    {
                        yield return new(
                            Check.Gap,
                            $"{pushed.Client} had unsubscribed from {pushed.Room}, and received changes up to {pushed.Through}.");
                    }
                    var (isEntered, through) = reached.GetValueOrDefault(key);
                    // A push without a range begins another epoch, whose head may be higher or lower.
                    if (pushed.After == pushed.Through)
                    {
                        reached[key] = (isEntered, pushed.Through);
                        break;
                    }
                    if (isEntered && pushed.After > through)
                    {
                        yield return new(
                            Check.Gap,
                            $"{pushed.Client}: in {pushed.Room} a push begins after {pushed.After}, "
                            + $"and the connection had come to {through}.");
                    }
                    reached[key] = (isEntered, Math.Max(through, pushed.Through));
                    break;
            }
        }
    }
}
