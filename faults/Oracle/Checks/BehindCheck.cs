namespace SignalRChat.Faults.Oracle.Checks;

/// <summary>In the end every member has come to the end of its rooms.</summary>
internal sealed class BehindCheck : ICheck
{
    public IEnumerable<Violation> Find(Case run)
    {
        var readings = Reading.Of(run);
        foreach (var (client, rooms) in run.Setup.Members.Where(member => !run.Setup.Leavers.Contains(member.Key)))
        {
            foreach (var name in rooms)
            {
                var newest = run.Truth.Find(name)?.Messages.Select(message => message.Revision).DefaultIfEmpty().Max() ?? 0;
                var cursor = readings.GetValueOrDefault((client, name))?.Cursor ?? 0;
                if (cursor < newest)
                    yield return new(Check.Behind, $"{client} came to {cursor} of {name}, whose newest change is {newest}.");
            }
        }
    }
}
