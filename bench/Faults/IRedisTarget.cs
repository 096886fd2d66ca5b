namespace SignalRChat.Bench.Faults;

/// <summary>The Redis of a cluster, and what can befall it.</summary>
internal interface IRedisTarget
{
    Task StartAsync();

    /// <summary>As <c>kill -9</c> does.</summary>
    void Kill();

    /// <summary>It lives and answers nothing.</summary>
    void Freeze();

    void Thaw();

    /// <summary>The answer of redis-cli to a command.</summary>
    Task<string> AskAsync(params string[] command);
}
