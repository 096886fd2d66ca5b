using SignalRChat.Testing.History;

namespace SignalRChat.Testing.Oracle.Checks;

/// <summary>A client that has passed a message's latest change has received it.</summary>
internal sealed class SkipCheck : ICheck
{
    public Check Finds => Check.Skip;

    public IEnumerable<Violation> Find(Case run)
    {
        foreach (var ((client, room), reading) in Reading.Of(run))
        {
            foreach (var message in run.Truth.Find(room)?.Messages ?? [])
            {
                if (!reading.Revisions.Contains(message.Revision) && reading.HasPassed(message.Revision))
                {
                    yield return new(
                        Check.Skip,
                        $"{client} passed revision {message.Revision} of {room} ({message.MessageId}) without receiving it.");
                }
            }
        }
    }

    /// <summary>Messages that clients received by catching up.</summary>
    public int Looked(Case run) =>
        run.History.OfType<Heard>().Where(heard => heard.By == HeardBy.CatchUp).Sum(heard => heard.Messages.Length);
}
