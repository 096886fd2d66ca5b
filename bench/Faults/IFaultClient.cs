namespace SignalRChat.Bench.Faults;

/// <summary>A person in the room, on one node. What the app behind it is told goes to the place it was made with.</summary>
internal interface IFaultClient : IAsyncDisposable
{
    /// <summary>Ends when connected, however often it has to try.</summary>
    Task ConnectAsync(CancellationToken cancellationToken);

    Task JoinAsync(string room, CancellationToken cancellationToken);

    /// <summary>False when the server did not take it.</summary>
    Task<bool> SendAsync(string room, string text);
}

/// <summary>The servers under trial.</summary>
internal interface IFaultTarget
{
    string Name { get; }

    int Nodes { get; }

    Task<IFaultClient> CreateAsync(int node, string protocol, Action<string> heard, CancellationToken cancellationToken);
}
