namespace SignalRChat.Hubs.Connections;

/// <summary>The drain as it will be: the options, and where they say nothing, what fits a node among others or one alone.</summary>
internal sealed record DrainPlan(TimeSpan ReadinessDelay, TimeSpan Window, bool SpreadsCloses)
{
    /// <summary>How long the node waits for the answers to its closes; as long as SignalR does.</summary>
    public static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(5);

    /// <summary>For what comes after the drain: the log's last batch, the sockets, the storage.</summary>
    private static readonly TimeSpan _rest = TimeSpan.FromSeconds(10);

    /// <summary>The time over which connections are closed.</summary>
    public TimeSpan ClosesWithin => SpreadsCloses ? Window : TimeSpan.Zero;

    /// <summary>
    /// The whole stop at the longest. The host counts from the signal on, and would take the services' time away if it were told
    /// less.
    /// </summary>
    public TimeSpan Longest => ReadinessDelay + ClosesWithin + ClosePatience + _rest;

    public static DrainPlan From(DrainOptions options, bool hasOtherNodes) => new(
        options.ReadinessDelay ?? TimeSpan.FromSeconds(hasOtherNodes ? 3 : 0),
        options.Window ?? TimeSpan.FromSeconds(hasOtherNodes ? 10 : 2),
        options.SpreadCloses ?? hasOtherNodes);
}
