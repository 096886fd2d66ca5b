using SignalRChat.Testing.History;

namespace SignalRChat.Testing.Oracle.Checks;

/// <summary>A revision is the same change for every client and in the database.</summary>
internal sealed class DisagreementCheck : ICheck
{
    public Check Finds => Check.Disagreement;

    public IEnumerable<Violation> Find(Case run)
    {
        var first = new Dictionary<(string Epoch, string Room, long Revision), (string By, object State)>();
        foreach (var room in run.Truth.Rooms)
        {
            foreach (var (revision, state) in Stored(room))
                first[(run.Truth.Epoch, room.Name, revision)] = ("the database", state);
        }
        foreach (var heard in run.History.OfType<Heard>())
        {
            foreach (var (revision, state) in Received(heard))
            {
                var key = (heard.Epoch, heard.Room, revision);
                if (!first.TryGetValue(key, out var other))
                {
                    first.Add(key, (heard.Client, state));
                }
                else if (!other.State.Equals(state))
                {
                    yield return new(
                        Check.Disagreement,
                        $"{heard.Room}: revision {revision} is {state} for {heard.Client} and {other.State} for {other.By}.");
                }
            }
        }
    }

    public int Looked(Case run) => run.History.OfType<Heard>().Sum(heard => Received(heard).Count());

    private static IEnumerable<(long Revision, object State)> Stored(StoredRoom room) =>
        States(room.Messages, room.Reactions, room.Members, room.Info);

    private static IEnumerable<(long Revision, object State)> Received(Heard heard) =>
        States(heard.Messages, heard.Reactions, heard.Members, heard.Info);

    private static IEnumerable<(long Revision, object State)> States(
        IReadOnlyList<RecordedMessage> messages,
        IReadOnlyList<RecordedReactions> reactions,
        IReadOnlyList<RecordedMember> members,
        RecordedInfo? info)
    {
        foreach (var message in messages)
            yield return (message.Revision, message);
        foreach (var one in reactions)
            yield return (one.Revision, one);
        foreach (var member in members)
            yield return (member.Revision, member);
        if (info is not null)
            yield return (info.Revision, info);
    }
}
