using SignalRChat.Testing.History;

namespace SignalRChat.Testing.Oracle.Checks;

/// <summary>
/// At the end each device shows the rooms of its user and no other, each with what a count of the stored messages gives: unread, mentions,
/// the place of the read cursor and the newest message. Before the end, each count that it received was right when it was read.
/// </summary>
internal sealed class UnreadCheck : ICheck
{
    public Check Finds => Check.UnreadWrong;

    public IEnumerable<Violation> Find(Case run) => [.. AtTheEnd(run), .. Before(run)];

    public int Looked(Case run) => Math.Min(
        Shown(run).Count(shown => shown.Stored is { } stored && (stored.Unread > 0 || stored.ReadThrough > 0)),
        InboxSnapshots.Of(run).Count());

    private static IEnumerable<Violation> AtTheEnd(Case run) => Shown(run)
        .Where(one => Words(one.Shown) != Words(one.Stored))
        .Select(one => new Violation(
            Check.UnreadWrong, $"{one.Device} shows {one.Room} with {Words(one.Shown)}; it has {Words(one.Stored)}."));

    private static IEnumerable<Violation> Before(Case run) => InboxSnapshots.Of(run)
        .Where(snapshot => !snapshot.IsRight)
        .Select(snapshot => new Violation(
            Check.UnreadWrong,
            $"{snapshot.Device} received {snapshot.Entry.Room} with {snapshot.Entry.Unread} unread up to {snapshot.Entry.Head}; "
            + $"there are {snapshot.Counted} after {snapshot.ReadThrough}."));

    private static IEnumerable<(string Device, string Room, RecordedEntry? Stored, RecordedEntry? Shown)> Shown(Case run)
    {
        foreach (var (device, user) in run.Setup.Devices)
        {
            var shown = InboxReading.Of(run, device).Entries;
            var stored = (run.Truth.InboxOf(user)?.Entries ?? []).ToDictionary(entry => entry.Room);
            foreach (var room in stored.Keys.Union(shown.Keys))
                yield return (device, room, stored.GetValueOrDefault(room), shown.GetValueOrDefault(room));
        }
    }

    private static string Words(RecordedEntry? entry) => entry is null
        ? "nothing"
        : $"{entry.Unread} unread, {entry.Mentions} mentions, read through {entry.ReadThrough}, newest {entry.Last}";
}
