using SignalRChat.Testing.History;

namespace SignalRChat.Testing.Oracle.Checks;

/// <summary>Every message seen or stored was sent by a client and not rejected for good.</summary>
internal sealed class AbortedReadCheck : ICheck
{
    public Check Finds => Check.AbortedRead;

    public IEnumerable<Violation> Find(Case run)
    {
        var texts = run.Changes.Where(call => call.Invoked.Kind != OpKind.Delete).ToLookup(call => call.Invoked.Text);
        var stored = run.Truth.Rooms.SelectMany(room => room.Messages.Where(message => !message.IsEvent)
            .Select(message => (message.Text, Where: "stored in " + room.Name, At: long.MaxValue)));
        var received = run.History.OfType<Heard>().SelectMany(heard => heard.Messages.Where(message => !message.IsEvent)
            .Select(message => (message.Text, Where: "received by " + heard.Client, heard.At)));
        var seen = stored.Concat(received)
            .Where(sight => sight.Text.Length > 0)
            .DistinctBy(sight => sight.Text);
        foreach (var (text, where, at) in seen)
        {
            if (!texts.Contains(text))
                yield return new(Check.AbortedRead, $"{text} is {where}, and nobody sent it.");
            // A restored backup forgets earlier commands, which the server may then reject.
            else if (texts[text].All(call => call.IsRefused && !run.Restores.LieBetween(at, call.EndedAt)))
                yield return new(Check.AbortedRead, $"{text} is {where}, and was refused for good.");
        }
    }

    public int Looked(Case run) => run.Changes.Count(call => call.IsRefused);
}
