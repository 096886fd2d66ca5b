using SignalRChat.Contracts;
using SignalRChat.Testing.History;

namespace SignalRChat.Testing.Oracle.Checks;

/// <summary>
/// A client that receives a reset receives all the newest messages as they were. A client that reads from the beginning or from
/// its cursor receives no reset while the database is the same, because it would silently skip what it missed.
/// </summary>
internal sealed class SnapshotCheck : ICheck
{
    public Check Finds => Check.Snapshot;

    public IEnumerable<Violation> Find(Case run) => [.. Needless(run), .. NotWhole(run)];

    /// <summary>Snapshots that clients received.</summary>
    public int Looked(Case run) => Snapshots(run).Count();

    private static IEnumerable<Heard> Snapshots(Case run) =>
        run.History.OfType<Heard>().Where(heard => heard.By == HeardBy.Reset && heard.Epoch == run.Truth.Epoch);

    private static IEnumerable<Violation> Needless(Case run)
    {
        bool Follows(string client) => client == Setup.Newcomer || run.Setup.Members.ContainsKey(client);
        foreach (var received in run.Heard.Where(received => Follows(received.Key.Client)))
        {
            string? epoch = null;
            foreach (var heard in received)
            {
                if (heard.By == HeardBy.Reset && (epoch is null ? !run.Restores.Times.Any(at => at < heard.At) : heard.Epoch == epoch))
                {
                    yield return new(
                        Check.Snapshot,
                        $"{heard.Client} started over in {heard.Room} at {heard.Through} and the database was the same.");
                }
                epoch = heard.Epoch;
            }
        }
    }

    private static IEnumerable<Violation> NotWhole(Case run)
    {
        foreach (var snapshot in Snapshots(run))
        {
            // A message's sequence is the revision of its post.
            var there = (run.Truth.Find(snapshot.Room)?.Messages ?? [])
                .Where(message => message.Sequence <= snapshot.Through).TakeLast(ChatLimits.SnapshotSize).ToArray();
            if (!there.Select(message => message.MessageId).SequenceEqual(snapshot.Messages.Select(message => message.MessageId)))
            {
                yield return new(
                    Check.Snapshot,
                    $"{snapshot.Client} received {snapshot.Messages.Length} messages of {snapshot.Room} at {snapshot.Through}, "
                    + $"and they are not the {there.Length} newest.");
            }
            foreach (var (stored, received) in there.Zip(snapshot.Messages)
                .Where(pair => pair.First.Revision <= snapshot.Through && pair.First.Revision != pair.Second.Revision))
            {
                yield return new(
                    Check.Snapshot,
                    $"{snapshot.Client} received {received.MessageId} of {snapshot.Room} as of {received.Revision} at {snapshot.Through}, "
                    + $"and it had been changed at {stored.Revision}.");
            }
        }
    }
}
