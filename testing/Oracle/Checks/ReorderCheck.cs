using SignalRChat.Testing.History;

namespace SignalRChat.Testing.Oracle.Checks;

/// <summary>
/// A sender's messages have the order of its calls, and a client receives revisions in order. Of sends that did not wait for one
/// another, only those count that the first try stored: a retry is stored after what was sent behind it.
/// </summary>
internal sealed class ReorderCheck : ICheck
{
    public Check Finds => Check.Reorder;

    public IEnumerable<Violation> Find(Case run) => [.. Sent(run), .. Received(run)];

    public int Looked(Case run) => run.Calls.Count(call => call is { Invoked: { Kind: OpKind.Post, IsRepeat: false }, Ok: not null });

    private static IEnumerable<Violation> Sent(Case run)
    {
        var places = run.Truth.Rooms.ToDictionary(
            room => room.Name,
            room => room.Messages.GroupBy(message => message.MessageId).ToDictionary(same => same.Key, same => same.First().Sequence));
        var posts = run.Calls.Where(call => call.Invoked is { Kind: OpKind.Post, IsRepeat: false });
        foreach (var ofSender in posts.GroupBy(call => (call.Invoked.Client, call.Invoked.Room, call.Invoked.Burst)))
        {
            var last = (Place: 0L, Text: "");
            foreach (var call in ofSender.Where(call => call.Invoked.Burst == 0 || call.Ok is { IsRetried: false }))
            {
                var place = places.GetValueOrDefault(call.Invoked.Room)?.GetValueOrDefault(call.Invoked.MessageId) ?? 0;
                if (place > 0 && place < last.Place)
                {
                    yield return new(
                        Check.Reorder,
                        $"{ofSender.Key.Room}: {call.Invoked.Text} was sent after {last.Text} and stands before it, "
                        + $"at {place} and {last.Place}.");
                }
                if (place > 0)
                    last = (place, call.Invoked.Text);
            }
        }
    }

    private static IEnumerable<Violation> Received(Case run)
    {
        var newest = new Dictionary<(string Client, string Room), long>();
        foreach (var heard in run.History.OfType<Heard>())
        {
            var key = (heard.Client, heard.Room);
            var last = heard.By == HeardBy.Reset ? 0 : newest.GetValueOrDefault(key);
            // A snapshot is ordered by sequence.
            foreach (var message in heard.By == HeardBy.Reset ? [] : heard.Messages)
            {
                if (message.Revision < last || message.Revision > heard.Through)
                {
                    yield return new(
                        Check.Reorder,
                        $"{heard.Client} received revision {message.Revision} of {heard.Room} after {last}, in a range up to "
                        + $"{heard.Through}.");
                }
                last = Math.Max(last, message.Revision);
            }
            newest[key] = Math.Max(last, heard.Through);
        }
    }
}
