using SignalRChat.Testing.History;

namespace SignalRChat.Testing.Oracle.Checks;

/// <summary>
/// A client that has passed the latest change of a message, of the reactions to one, of a member or of the settings has received it. The
/// same holds for an acknowledged change that was the latest when the client passed it.
/// </summary>
internal sealed class SkipCheck : ICheck
{
    public Check Finds => Check.Skip;

    public IEnumerable<Violation> Find(Case run) => [.. Stored(run), .. Replaced(run)];

    private static IEnumerable<Violation> Stored(Case run)
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
            if (stored?.Info is { } info && IsSkipped(reading, info.Revision))
                yield return Skipped(client, room, info.Revision, "settings");
        }
    }

    /// <summary>Changes that are no longer the latest.</summary>
    private static IEnumerable<Violation> Replaced(Case run)
    {
        var readings = Reading.Of(run).ToLookup(reading => reading.Key.Room, reading => (reading.Key.Client, Reading: reading.Value));
        foreach (var ofEntity in run.Calls.Where(call => Entity.Of(call.Invoked) is not null && !call.IsRefused)
            .GroupBy(call => Entity.Of(call.Invoked)!.Value))
        {
            Call[] calls = [.. ofEntity];
            foreach (var call in calls.Where(call => call.IsChange && run.Given(call) > 0))
            {
                if (MayBeReplacedFrom(run, call, calls) is not { } until)
                    continue;
                var revision = run.Given(call);
                foreach (var (client, reading) in readings[ofEntity.Key.Room])
                {
                    if (!reading.Revisions.Contains(revision) && reading.PassedAt(revision) < until)
                        yield return Skipped(client, ofEntity.Key.Room, revision, $"{ofEntity.Key}, replaced since");
                }
            }
        }
    }

    /// <summary>Until then the change was the latest of its entity; null if it still is.</summary>
    private static long? MayBeReplacedFrom(Case run, Call call, Call[] ofEntity)
    {
        bool IsBefore(Call other) => run.Given(other) is > 0 and var given
            ? given < run.Given(call)
            : IsRepeated(other) || (other.Ok is not null && other.EndedAt < call.Invoked.At);
        return ofEntity.Where(other => other.Invoked.Op != call.Invoked.Op && !IsBefore(other)).Min(other => (long?)other.Invoked.At);
    }

    /// <summary>It changed nothing.</summary>
    private static bool IsRepeated(Call call) => call is { Invoked.IsRepeat: true, Ok: not null };

    private static bool IsSkipped(Reading reading, long revision) =>
        !reading.Revisions.Contains(revision) && reading.HasPassed(revision);

    private static Violation Skipped(string client, string room, long revision, string what) =>
        new(Check.Skip, $"{client} passed revision {revision} of {room} ({what}) without receiving it.");

    /// <summary>Changes that clients received by catching up.</summary>
    public int Looked(Case run) =>
        run.History.OfType<Heard>().Where(heard => heard.By == HeardBy.CatchUp).Sum(heard => heard.Revisions().Count());
}
