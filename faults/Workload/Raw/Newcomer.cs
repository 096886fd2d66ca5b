namespace SignalRChat.Faults.Workload.Raw;

/// <summary>Comes when all is over and reads every room from its very beginning.</summary>
internal static class Newcomer
{
    public static async Task ReadAsync(ClientPlan plan, Uri door, Func<string> token, CancellationToken cancellationToken)
    {
        await using var session = new RawSession(plan, door, token);
        await session.LinkAsync(cancellationToken);
    }
}
