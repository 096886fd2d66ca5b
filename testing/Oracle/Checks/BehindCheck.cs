using SignalRChat.Testing.History;

namespace SignalRChat.Testing.Oracle.Checks;

/// <summary>
/// At the end every member has reached the head of its rooms. So has the newcomer, which reads them from their beginning, and may be gone
/// before it receives that it has come.
/// </summary>
internal sealed class BehindCheck : ICheck
{
    public Check Finds => Check.Behind;

    public IEnumerable<Violation> Find(Case run) => Asked(run)
        .Where(asked => asked.Cursor < asked.Newest)
        .Select(asked => new Violation(
            Check.Behind, $"{asked.Client} came to {asked.Cursor} of {asked.Room}, whose newest change is {asked.Newest}."));

    public int Looked(Case run) => Asked(run).Count(asked => asked.Newest > 0);

    private static IEnumerable<(string Client, string Room)> OfMembers(Case run) =>
        run.Setup.Members.Where(member => !run.Setup.Leavers.Contains(member.Key))
            .SelectMany(member => member.Value, (member, room) => (member.Key, room));

    private static IEnumerable<(string Client, string Room)> OfNewcomer(Case run) =>
        run.History.OfType<Entered>().Where(entered => entered.Client == Setup.Newcomer)
            .Select(entered => (entered.Client, entered.Room)).Distinct();

    private static IEnumerable<(string Client, string Room, long Cursor, long Newest)> Asked(Case run)
    {
        var readings = Reading.Of(run);
        foreach (var (client, name) in OfMembers(run).Concat(OfNewcomer(run)))
        {
            var newest = run.Truth.Find(name)?.Newest(except: client == Setup.Newcomer ? client : null) ?? 0;
            yield return (client, name, readings.GetValueOrDefault((client, name))?.Cursor ?? 0, newest);
        }
    }
}
