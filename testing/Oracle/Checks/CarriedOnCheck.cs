using SignalRChat.Testing.History;

namespace SignalRChat.Testing.Oracle.Checks;

/// <summary>
/// After a restore of the database, every member receives a reset. It is the first thing that the member receives of the new
/// epoch.
/// </summary>
internal sealed class CarriedOnCheck : ICheck
{
    public Check Finds => Check.CarriedOn;

    /// <summary>The number of resets that clients received after a restored backup.</summary>
    public int Looked(Case run) => run.Restores.Times.Any() ? run.History.OfType<Heard>().Count(heard => heard.By == HeardBy.Reset) : 0;

    public IEnumerable<Violation> Find(Case run) => [.. WithoutAReset(run), .. InTheOldEpoch(run)];

    private static IEnumerable<Violation> WithoutAReset(Case run)
    {
        foreach (var received in run.Heard)
        {
            var epoch = received.First().Epoch;
            foreach (var heard in received)
            {
                if (heard.Epoch != epoch && heard.By != HeardBy.Reset)
                {
                    yield return new(
                        Check.CarriedOn,
                        $"{heard.Client} went from epoch {epoch} of {heard.Room} to {heard.Epoch} at {heard.Through} "
                        + "and did not start over.");
                }
                epoch = heard.Epoch;
            }
        }
    }

    private static IEnumerable<Violation> InTheOldEpoch(Case run)
    {
        if (!run.Restores.Times.Any())
            yield break;
        var last = run.Restores.Times.Max();
        foreach (var (client, rooms) in run.Setup.Members.Where(member => !run.Setup.Leavers.Contains(member.Key)))
        {
            bool Began(string room) => run.Heard[(client, room)]
                .Any(heard => heard.At > last && heard.Epoch == run.Truth.Epoch && heard.By == HeardBy.Reset);
            foreach (var room in rooms.Where(room => !Began(room)))
                yield return new(Check.CarriedOn, $"{client} never learned that {room} began again.");
        }
    }
}
