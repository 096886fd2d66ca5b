namespace SignalRChat.Faults.Workload;

/// <summary>
/// A client of a run. It connects, sends until it must stop, waits until every outcome is known, and receives until the end.
/// </summary>
internal interface IWorkloadClient : IAsyncDisposable
{
    string Name { get; }

    /// <summary>Connects and enters its rooms.</summary>
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>Sends until <paramref name="quiet"/>, and completes when every outcome is known.</summary>
    Task TalkAsync(CancellationToken quiet);

    /// <summary>Returns the revision that it has reached in a room.</summary>
    long CursorIn(string room);
}
