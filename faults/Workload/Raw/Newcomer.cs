namespace SignalRChat.Faults.Workload.Raw;

/// <summary>Connects at the end of the run and reads every room from its beginning.</summary>
internal static class Newcomer
{
    public static async Task ReadAsync(ClientPlan plan, Uri door, Func<string> token, CancellationToken cancellationToken)
    {
        await using var session = new RawSession(plan, door, token);
        await session.LinkAsync(cancellationToken);
    }
}
