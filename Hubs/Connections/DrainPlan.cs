namespace SignalRChat.Hubs.Connections;

/// <summary>
/// The drain as it will run. Options that are not set get a default for a node among others, or for a single node.
/// </summary>
internal sealed record DrainPlan(TimeSpan ReadinessDelay, TimeSpan Window, bool SpreadsCloses)
{
    /// <summary>How long the node waits for the answers to its closes; as long as SignalR does.</summary>
    public static readonly TimeSpan ClosePatience = TimeSpan.FromSeconds(5);

    /// <summary>The time for the steps after the drain: the command queue's last batch, the sockets, the storage.</summary>
    private static readonly TimeSpan _rest = TimeSpan.FromSeconds(10);

    /// <summary>The time over which connections are closed.</summary>
    public TimeSpan ClosesWithin => SpreadsCloses ? Window : TimeSpan.Zero;

    /// <summary>
    /// The longest time of the whole stop. The host counts from the signal, and a lower value would shorten the services' time.
    /// </summary>
    public TimeSpan Longest => ReadinessDelay + ClosesWithin + ClosePatience + _rest;

    public static DrainPlan From(DrainOptions options, bool sharesDatabase) => new(
        options.ReadinessDelay ?? TimeSpan.FromSeconds(sharesDatabase ? 3 : 0),
        options.Window ?? TimeSpan.FromSeconds(sharesDatabase ? 10 : 2),
        options.SpreadCloses ?? sharesDatabase);
}
