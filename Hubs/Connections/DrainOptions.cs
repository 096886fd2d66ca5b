using System.ComponentModel.DataAnnotations;

namespace SignalRChat.Hubs.Connections;

/// <summary>How the node drains when it is stopped. The host's shutdown time-out is set to cover all of it.</summary>
internal sealed class DrainOptions
{
    public const string SectionName = "Chat:Drain";

    /// <summary>
    /// How long readiness fails before anything else happens, so that the load balancer has noticed; 0 to 1 min. Default 3 s if
    /// PostgreSQL is configured, otherwise 0: without it there is no other node to send the clients to.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan? ReadinessDelay { get; set; }

    /// <summary>The clients reconnect spread over this time, 0 to 5 min. Default 10 s if PostgreSQL is configured, otherwise 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan? Window { get; set; }

    /// <summary>
    /// Whether the connections are closed one by one over the window, each served until then, or all at once. Default: one by one
    /// if PostgreSQL is configured. Otherwise all at once: the sooner the node ends, the sooner it is up again.
    /// </summary>
    public bool? SpreadCloses { get; set; }
}

/// <summary>The drain as it will run. Options that are not set get a default for a node among others, or for a single node.</summary>
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
