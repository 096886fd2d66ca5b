namespace SignalRChat.Faults.Nemesis;

/// <summary>Replaces a fault that this machine cannot produce, so that a seed gives the same schedule everywhere.</summary>
internal sealed class LeftOut(string why) : IFault
{
    public string Target => "nothing";

    public string? Instead => $"left out: {why}";

    public bool IsLeftOut => true;

    public Task BeginAsync() => Task.CompletedTask;

    public Task EndAsync() => Task.CompletedTask;
}
