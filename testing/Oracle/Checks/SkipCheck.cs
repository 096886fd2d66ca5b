using SignalRChat.Testing.History;

namespace SignalRChat.Testing.Oracle.Checks;

/// <summary>
/// A client that has passed the latest change of a message, of the reactions to one, of a member or of the settings has received it.
/// </summary>
internal sealed class SkipCheck : ICheck
{
    public Check Finds => Check.Skip;

    public IEnumerable<Violation> Find(Case run)
    {
        foreach (var ((client, room), reading) in Reading.Of(run))
        {
            var stored = run.Truth.Find(room);
            foreach (var message in stored?.Messages ?? [])
            {
                if (IsSkipped(reading, message.Revision))
                    yield return Skipped(client, room, message.Revision, message.MessageId);
            }
            foreach (var reactions in stored?.Reactions ?? [])
            {
                if (IsSkipped(reading, reactions.Revision))
                    yield return Skipped(client, room, reactions.Revision, $"reactions to {reactions.Sequence}");
            }
            foreach (var member in stored?.Members ?? [])
            {
                if (IsSkipped(reading, member.Revision))
                    yield return Skipped(client, room, member.Revision, $"member {member.UserId}");
            }
            if (stored is not null && IsSkipped(reading, stored.Info))
                yield return Skipped(client, room, stored.Info, "settings");
        }
    }

    private static bool IsSkipped(Reading reading, long revision) =>
        !reading.Revisions.Contains(revision) && reading.HasPassed(revision);

    private static Violation Skipped(string client, string room, long revision, string what) =>
        new(Check.Skip, $"{client} passed revision {revision} of {room} ({what}) without receiving it.");

    /// <summary>Messages that clients received by catching up.</summary>
    public int Looked(Case run) =>
        run.History.OfType<Heard>().Where(heard => heard.By == HeardBy.CatchUp).Sum(heard => heard.Messages.Length);
}
