namespace SignalRChat.Faults.Nemesis;

/// <summary>A disturbance of a network link, played by the proxy that every link passes through.</summary>
internal sealed class LinkHindered(string target, TcpProxy link, Action<TcpProxy> hinder) : IFault
{
    public string Target => target;

    public Task BeginAsync()
    {
        hinder(link);
        return Task.CompletedTask;
    }

    public Task EndAsync()
    {
        link.Pass();
        return Task.CompletedTask;
    }
}
