using SignalRChat.Faults.History;

namespace SignalRChat.Faults.Oracle.Checks;

/// <summary>Everything acknowledged is in the database: the message at its place, and of its changes the last or a later one.</summary>
internal sealed class LostCheck : ICheck
{
    public Check Finds => Check.Lost;

    public IEnumerable<Violation> Find(Case run)
    {
        var stored = run.Truth.Rooms.ToDictionary(
            room => room.Name, room => room.Messages.GroupBy(message => message.MessageId).ToDictionary(same => same.Key, same => same.First()));
        foreach (var ofMessage in run.Changes.Where(call => call.Ok is not null && !run.Restores.Forget(call)).GroupBy(call => (call.Invoked.Room, call.Invoked.MessageId)))
        {
            var found = stored.GetValueOrDefault(ofMessage.Key.Room)?.GetValueOrDefault(ofMessage.Key.MessageId);
            if (Judge(run, found, [.. ofMessage]) is { } sentence)
                yield return new(Check.Lost, $"{ofMessage.Key.Room}: {ofMessage.Key.MessageId} {sentence}");
        }
        foreach (var call in run.Changes.Where(run.Restores.Lack))
            yield return new(Check.Lost, $"{call.Invoked.Room}: {call.Invoked.MessageId} was acknowledged at {call.Ok!.Revision} before the backup and is not in it.");
    }

    public int Looked(Case run) => run.Changes.Count(call => call.Ok is not null);

    private static string? Judge(Case run, StoredMessage? stored, Call[] acknowledged)
    {
        var last = acknowledged.MaxBy(call => call.Ok!.Revision)!;
        if (stored is null)
            return $"was acknowledged at {last.Ok!.Revision} and is not there.";
        var post = acknowledged.FirstOrDefault(call => call.Invoked.Kind == OpKind.Post);
        if (post is not null && (stored.Sequence != post.Ok!.Sequence || stored.UserId != run.UserOf(post.Invoked.Client)))
            return $"was acknowledged at {post.Ok!.Sequence} and stands at {stored.Sequence} as {stored.UserId}'s.";
        if (stored.Revision < last.Ok!.Revision)
            return $"was changed at {last.Ok.Revision} and stands at revision {stored.Revision}.";
        if (stored.Revision > last.Ok.Revision)
            return null;
        // A repeated post is answered with the revision that some later change gave: only a change of its own says what the text is.
        var change = acknowledged.Where(call => call.Ok!.Revision == stored.Revision).MaxBy(call => call.Invoked.Kind)!;
        if (change.Invoked.Kind == OpKind.Post && stored.Revision != stored.Sequence)
            return null;
        var (text, length) = (change.Invoked.Text, change.Invoked.Length);
        var holds = change.Invoked.Kind == OpKind.Delete ? stored.IsDeleted : stored.Text == text && (length == 0 || length == stored.Length);
        return holds ? null : $"does not hold what was acknowledged at {stored.Revision}.";
    }
}
