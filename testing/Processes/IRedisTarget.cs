namespace SignalRChat.Testing.Processes;

/// <summary>The Redis of a cluster, and its faults.</summary>
internal interface IRedisTarget
{
    Task StartAsync();

    /// <summary>Kills it as <c>kill -9</c> does.</summary>
    void Kill();

    /// <summary>Freezes it: the process lives and answers nothing.</summary>
    void Freeze();

    void Thaw();

    /// <summary>Returns the answer of redis-cli to a command.</summary>
    Task<string> AskAsync(params string[] command);
}
