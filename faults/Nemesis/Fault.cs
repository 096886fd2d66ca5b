namespace SignalRChat.Faults.Nemesis;

/// <summary>A fault of two steps: one does it and one undoes it.</summary>
internal sealed class Fault(string target, Func<Task> begin, Func<Task> end) : IFault
{
    public Fault(string target, Action begin, Action end)
        : this(target, Done(begin), Done(end))
    {
    }

    public string Target => target;

    public Task BeginAsync() => begin();

    public Task EndAsync() => end();

    private static Func<Task> Done(Action step) => () =>
    {
        step();
        return Task.CompletedTask;
    };
}

/// <summary>Replaces a fault that this machine cannot produce, so that a seed gives the same schedule everywhere.</summary>
internal sealed class LeftOut(string why) : IFault
{
    public string Target => "nothing";

    public string? Instead => $"left out: {why}";

    public bool IsLeftOut => true;

    public Task BeginAsync() => Task.CompletedTask;

    public Task EndAsync() => Task.CompletedTask;
}
