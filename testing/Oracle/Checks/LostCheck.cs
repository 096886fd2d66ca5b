using SignalRChat.Testing.History;

namespace SignalRChat.Testing.Oracle.Checks;

/// <summary>
/// The database has everything acknowledged: the message at its sequence, and its last acknowledged change or a later one. The same
/// holds for reactions, members and settings. It also has what a client received, acknowledged or not.
/// </summary>
internal sealed class LostCheck : ICheck
{
    public Check Finds => Check.Lost;

    public IEnumerable<Violation> Find(Case run)
    {
        var stored = run.Truth.Rooms.ToDictionary(
            room => room.Name,
            room => room.Messages.GroupBy(message => message.MessageId).ToDictionary(same => same.Key, same => same.First()));
        RecordedMessage? Stored(string room, string messageId) => stored.GetValueOrDefault(room)?.GetValueOrDefault(messageId);
        return [.. Acknowledged(run, Stored), .. LostStates.Find(run), .. Received(run, Stored)];
    }

    public int Looked(Case run) => run.AllChanges.Count(call => call.Ok is not null);

    private static IEnumerable<Violation> Acknowledged(Case run, Func<string, string, RecordedMessage?> stored)
    {
        // Commands without a final answer may have been committed, and a repeated one twice.
        var unanswered = run.Changes
            .Where(call => call.Invoked.Kind != OpKind.Post
                && (call.Ok is { } ok ? ok.IsRetried || run.Restores.Forget(call) : !call.IsRefused))
            .ToLookup(Message);
        foreach (var ofMessage in run.Changes.Where(call => call.Ok is not null && !run.Restores.Forget(call)).GroupBy(Message))
        {
            if (Judge(stored(ofMessage.Key.Room, ofMessage.Key.MessageId), [.. ofMessage], unanswered[ofMessage.Key]) is { } sentence)
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

    /// <summary>In the last epoch, so after the last restore.</summary>
    private static IEnumerable<Violation> Received(Case run, Func<string, string, RecordedMessage?> stored)
    {
        var seen = new HashSet<(string Room, string MessageId, long Revision)>();
        foreach (var heard in run.History.OfType<Heard>().Where(heard => heard.Epoch == run.Truth.Epoch))
        {
            foreach (var message in heard.Messages.Where(message => seen.Add((heard.Room, message.MessageId, message.Revision))))
            {
                var found = stored(heard.Room, message.MessageId);
                if (found is null || found.Sequence != message.Sequence || found.Revision < message.Revision)
                {
                    yield return new(
                        Check.Lost,
                        $"{heard.Room}: {heard.Client} received {message.MessageId} at {message.Sequence} as of {message.Revision}, "
                        + (found is null ? "and it is not there." : $"and it stands at {found.Sequence} as of {found.Revision}."));
                }
            }
        }
    }

    private static (string Room, string MessageId) Message(Call call) => (call.Invoked.Room, call.Invoked.MessageId);

    private static string? Judge(RecordedMessage? stored, Call[] acknowledged, IEnumerable<Call> unanswered)
    {
        var last = acknowledged.MaxBy(call => call.Ok!.Revision)!;
        if (stored is null)
            return $"was acknowledged at {last.Ok!.Revision} and is not there.";
        var post = acknowledged.FirstOrDefault(call => call.Invoked.Kind == OpKind.Post);
        if (post is not null && (stored.Sequence != post.Ok!.Sequence || stored.UserId != (post.Invoked.Author ?? post.Invoked.Client)))
            return $"was acknowledged at {post.Ok!.Sequence} and stands at {stored.Sequence} as {stored.UserId}'s.";
        if (stored.Revision < last.Ok!.Revision)
            return $"was changed at {last.Ok.Revision} and stands at revision {stored.Revision}.";
        var change = acknowledged.Where(call => call.Ok!.Revision == stored.Revision).MaxBy(call => call.Invoked.Kind);
        // The answer to a repeated post has the revision of a later change. Only that change gives the text.
        if (change is null || (change.Invoked.Kind == OpKind.Post && stored.Revision != stored.Sequence))
        {
            return unanswered.Any(call => call.Gives(stored))
                ? null
                : $"was changed at {stored.Revision} to what nobody asked for.";
        }
        return change.Gives(stored) ? null : $"does not hold what was acknowledged at {stored.Revision}.";
    }
}
