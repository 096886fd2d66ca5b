using SignalRChat.Testing.History;

namespace SignalRChat.Testing.Oracle.Checks;

/// <summary>
/// At the end each device shows, for each room of its user, what a count of the stored messages gives: unread, mentions, the place of the
/// read cursor and the newest message.
/// </summary>
internal sealed class UnreadCheck : ICheck
{
    public Check Finds => Check.UnreadWrong;

    public IEnumerable<Violation> Find(Case run) => Asked(run)
        .Where(asked => Shown(asked.Shown) != Shown(asked.Stored))
        .Select(asked => new Violation(
            Check.UnreadWrong, $"{asked.Device} shows {asked.Stored.Room} with {Shown(asked.Shown)}; it has {Shown(asked.Stored)}."));

    public int Looked(Case run) => Asked(run).Count(asked => asked.Stored.Unread > 0 || asked.Stored.ReadThrough > 0);

    private static IEnumerable<(string Device, RecordedEntry Stored, RecordedEntry? Shown)> Asked(Case run)
    {
        foreach (var (device, user) in run.Setup.Devices)
        {
            var shown = InboxReading.Of(run, device).Entries;
            foreach (var stored in run.Truth.InboxOf(user)?.Entries ?? [])
                yield return (device, stored, shown.GetValueOrDefault(stored.Room));
        }
    }

    private static string Shown(RecordedEntry? entry) => entry is null
        ? "nothing"
        : $"{entry.Unread} unread, {entry.Mentions} mentions, read through {entry.ReadThrough}, newest {entry.Last}";
}
