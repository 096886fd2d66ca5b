namespace SignalRChat.Bench.Faults;

/// <summary>
/// A client in the room, on one node. It passes the messages it receives to the callback that it was created with.
/// </summary>
internal interface IFaultClient : IAsyncDisposable
{
    /// <summary>Completes when connected, after as many attempts as that needs.</summary>
    Task ConnectAsync(CancellationToken cancellationToken);

    Task JoinAsync(string room, CancellationToken cancellationToken);

    /// <summary>Returns false if the server did not accept the message.</summary>
    Task<bool> SendAsync(string room, string text);
}

/// <summary>The servers under test.</summary>
internal interface IFaultTarget
{
    string Name { get; }

    int Nodes { get; }

    Task<IFaultClient> CreateAsync(int node, string protocol, Action<string> heard, CancellationToken cancellationToken);
}
