namespace SignalRChat.Faults.Oracle.Checks;

/// <summary>
/// The database has everything acknowledged: the message at its sequence, and its last acknowledged change or a later one.
/// </summary>
internal sealed class LostCheck : ICheck
{
    public Check Finds => Check.Lost;

    public IEnumerable<Violation> Find(Case run)
    {
        var stored = run.Truth.Rooms.ToDictionary(
            room => room.Name,
            room => room.Messages.GroupBy(message => message.MessageId).ToDictionary(same => same.Key, same => same.First()));
        // Commands without a final answer may have been committed.
        var unanswered = run.Changes
            .Where(call => call.Invoked.Kind != OpKind.Post && (call.Ok is null ? !call.IsRefused : run.Restores.Forget(call)))
            .ToLookup(Message);
        foreach (var ofMessage in run.Changes.Where(call => call.Ok is not null && !run.Restores.Forget(call)).GroupBy(Message))
        {
            var found = stored.GetValueOrDefault(ofMessage.Key.Room)?.GetValueOrDefault(ofMessage.Key.MessageId);
            if (Judge(found, [.. ofMessage], unanswered[ofMessage.Key]) is { } sentence)
                yield return new(Check.Lost, $"{ofMessage.Key.Room}: {ofMessage.Key.MessageId} {sentence}");
        }
        foreach (var call in run.Changes.Where(run.Restores.Lack))
        {
            yield return new(
                Check.Lost,
                $"{call.Invoked.Room}: {call.Invoked.MessageId} was acknowledged at {call.Ok!.Revision} "
                + "before the backup and is not in it.");
        }
    }

    public int Looked(Case run) => run.Changes.Count(call => call.Ok is not null);

    private static (string Room, string MessageId) Message(Call call) => (call.Invoked.Room, call.Invoked.MessageId);

    private static string? Judge(StoredMessage? stored, Call[] acknowledged, IEnumerable<Call> unanswered)
    {
        var last = acknowledged.MaxBy(call => call.Ok!.Revision)!;
        if (stored is null)
            return $"was acknowledged at {last.Ok!.Revision} and is not there.";
        var post = acknowledged.FirstOrDefault(call => call.Invoked.Kind == OpKind.Post);
        if (post is not null && (stored.Sequence != post.Ok!.Sequence || stored.UserId != post.Invoked.Client))
            return $"was acknowledged at {post.Ok!.Sequence} and stands at {stored.Sequence} as {stored.UserId}'s.";
        if (stored.Revision < last.Ok!.Revision)
            return $"was changed at {last.Ok.Revision} and stands at revision {stored.Revision}.";
        var change = acknowledged.Where(call => call.Ok!.Revision == stored.Revision).MaxBy(call => call.Invoked.Kind);
        // The answer to a repeated post has the revision of a later change. Only that change gives the text.
        if (change is null || (change.Invoked.Kind == OpKind.Post && stored.Revision != stored.Sequence))
        {
            return unanswered.Any(call => Gives(call.Invoked, stored))
                ? null
                : $"was changed at {stored.Revision} to what nobody asked for.";
        }
        return Gives(change.Invoked, stored) ? null : $"does not hold what was acknowledged at {stored.Revision}.";
    }

    private static bool Gives(Invoked asked, StoredMessage stored) => asked.Kind == OpKind.Delete
        ? stored.IsDeleted
        : !stored.IsDeleted && stored.Text == asked.Text && (asked.Length == 0 || asked.Length == stored.Length);
}
