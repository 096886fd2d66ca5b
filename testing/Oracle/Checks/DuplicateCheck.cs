using SignalRChat.Testing.History;

namespace SignalRChat.Testing.Oracle.Checks;

/// <summary>Each message is stored once, numbered once and delivered once.</summary>
internal sealed class DuplicateCheck : ICheck
{
    public Check Finds => Check.Duplicate;

    public IEnumerable<Violation> Find(Case run) => [.. Stored(run), .. Acknowledged(run), .. Repeated(run), .. Received(run)];

    /// <summary>Repeated sends that the server answered.</summary>
    public int Looked(Case run) => run.Calls.Count(call => call is { Invoked.IsRepeat: true, Ok: not null });

    private static IEnumerable<Violation> Stored(Case run)
    {
        foreach (var room in run.Truth.Rooms)
        {
            foreach (var same in room.Messages.GroupBy(message => message.MessageId).Where(same => same.Count() > 1))
                yield return new(Check.Duplicate, $"{room.Name}: {same.Key} is stored {same.Count()} times.");
            foreach (var same in room.Messages.GroupBy(message => message.Revision).Where(same => same.Count() > 1))
                yield return new(Check.Duplicate, $"{room.Name}: revision {same.Key} belongs to {same.Count()} messages.");
            foreach (var same in room.Messages.Where(message => message is { Text.Length: > 0, IsEvent: false })
                .GroupBy(message => message.Text).Where(same => same.Count() > 1))
            {
                var places = string.Join(" and ", same.Select(message => message.Sequence));
                yield return new(Check.Duplicate, $"{room.Name}: the text {same.Key} is stored at {places}.");
            }
        }
    }

    private static IEnumerable<Violation> Acknowledged(Case run)
    {
        foreach (var same in Posts(run).GroupBy(call => (call.Invoked.Room, call.Invoked.MessageId)))
        {
            var places = same.Select(call => call.Ok!.Sequence).Distinct().ToArray();
            if (places.Length > 1)
            {
                yield return new(
                    Check.Duplicate,
                    $"{same.Key.Room}: {same.Key.MessageId} was acknowledged at {string.Join(" and ", places)}.");
            }
            else if (!run.Restores.Times.Any() && same.Count(call => !call.Ok!.Duplicate) > 1)
            {
                yield return new(Check.Duplicate, $"{same.Key.Room}: {same.Key.MessageId} was answered as new more than once.");
            }
        }
        foreach (var same in Posts(run).GroupBy(call => (call.Invoked.Room, call.Ok!.Sequence)))
        {
            var ids = same.Select(call => call.Invoked.MessageId).Distinct().ToArray();
            if (ids.Length > 1)
            {
                yield return new(
                    Check.Duplicate, $"{same.Key.Room}: the place {same.Key.Sequence} was given to {string.Join(" and ", ids)}.");
            }
        }
        // The answer to a repeat has the revision of its message's latest change.
        foreach (var same in run.AllChanges.Where(call => call.Ok is { Duplicate: false, Revision: > 0 } && !run.Restores.Forget(call)
            && (call.Invoked.Kind is OpKind.Post or OpKind.Edit or OpKind.Delete || run.Given(call) > 0))
            .GroupBy(call => (call.Invoked.Room, call.Ok!.Revision)))
        {
            var ids = same.Select(call => $"{Entity.Of(call.Invoked)}").Distinct().ToArray();
            if (ids.Length > 1)
            {
                yield return new(
                    Check.Duplicate, $"{same.Key.Room}: revision {same.Key.Revision} was given to {string.Join(" and ", ids)}.");
            }
        }
    }

    /// <summary>The server must answer a repeat after the first answer as a duplicate.</summary>
    private static IEnumerable<Violation> Repeated(Case run) => run.Calls
        .Where(call => call is { Invoked.IsRepeat: true, Ok.Duplicate: false } && !run.Restores.Times.Any(at => at < call.Ok!.At))
        .Select(call => new Violation(
            Check.Duplicate, $"{call.Invoked.Room}: {call.Invoked.MessageId} was sent again and answered as if it were new."));

    private static IEnumerable<Violation> Received(Case run)
    {
        var known = new Dictionary<(string Client, string Room), HashSet<long>>();
        foreach (var heard in run.History.OfType<Heard>())
        {
            if (!known.TryGetValue((heard.Client, heard.Room), out var revisions))
                known.Add((heard.Client, heard.Room), revisions = []);
            if (heard.By == HeardBy.Reset)
                revisions.Clear();
            foreach (var revision in heard.Revisions().Where(revision => !revisions.Add(revision)))
                yield return new(Check.Duplicate, $"{heard.Client} received revision {revision} of {heard.Room} twice.");
        }
    }

    private static IEnumerable<Call> Posts(Case run) =>
        run.Calls.Where(call => call.Invoked.Kind == OpKind.Post && call.Ok is not null && !run.Restores.Forget(call));
}
