namespace SignalRChat.Faults.Workload;

/// <summary>One who takes part: comes, talks until told to stop, then waits until every outcome is known, and listens to the end.</summary>
internal interface IWorkloadClient : IAsyncDisposable
{
    string Name { get; }

    /// <summary>Connects and enters its rooms.</summary>
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>Talks until <paramref name="quiet"/>, and ends when every outcome is known.</summary>
    Task TalkAsync(CancellationToken quiet);

    /// <summary>The revision it has come to in a room.</summary>
    long CursorIn(string room);
}
