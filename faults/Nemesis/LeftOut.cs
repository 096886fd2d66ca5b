namespace SignalRChat.Faults.Nemesis;

/// <summary>Stands in a schedule for what cannot be done on this machine, so that a seed gives the same schedule everywhere.</summary>
internal sealed class LeftOut(string why) : IFault
{
    public string Target => "nothing";

    public string? Instead => $"left out: {why}";

    public bool IsLeftOut => true;

    public Task BeginAsync() => Task.CompletedTask;

    public Task EndAsync() => Task.CompletedTask;
}
