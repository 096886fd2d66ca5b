namespace SignalRChat.Faults.Nemesis;

/// <summary>SIGSTOP: the kernel accepts connections for the process, and the process does not answer.</summary>
internal sealed class Frozen(string target, Action freeze, Action thaw) : IFault
{
    public string Target => target;

    public Task BeginAsync()
    {
        freeze();
        return Task.CompletedTask;
    }

    public Task EndAsync()
    {
        thaw();
        return Task.CompletedTask;
    }
}
