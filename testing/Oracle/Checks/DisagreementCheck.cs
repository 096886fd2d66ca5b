using SignalRChat.Testing.History;

namespace SignalRChat.Testing.Oracle.Checks;

/// <summary>A revision is the same change for every client and in the database.</summary>
internal sealed class DisagreementCheck : ICheck
{
    public Check Finds => Check.Disagreement;

    public IEnumerable<Violation> Find(Case run)
    {
        var first = new Dictionary<(string Epoch, string Room, long Revision), (string By, RecordedMessage Message)>();
        foreach (var room in run.Truth.Rooms)
        {
            foreach (var stored in room.Messages)
                first[(run.Truth.Epoch, room.Name, stored.Revision)] = ("the database", stored);
        }
        foreach (var heard in run.History.OfType<Heard>())
        {
            foreach (var message in heard.Messages)
            {
                var key = (heard.Epoch, heard.Room, message.Revision);
                if (!first.TryGetValue(key, out var other))
                {
                    first.Add(key, (heard.Client, message));
                }
                else if (other.Message != message)
                {
                    yield return new(
                        Check.Disagreement,
                        $"{heard.Room}: revision {message.Revision} is {message} for {heard.Client} and {other.Message} for {other.By}.");
                }
            }
        }
    }

    public int Looked(Case run) => run.History.OfType<Heard>().Sum(heard => heard.Messages.Length);
}
