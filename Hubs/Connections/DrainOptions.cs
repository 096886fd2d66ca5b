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

    /// <summary>
    /// The clients reconnect spread over this time, 0 to 5 min. Default 10 s if PostgreSQL is configured, otherwise 2 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan? Window { get; set; }

    /// <summary>
    /// Whether the connections are closed one by one over the window, each served until then, or all at once. Default: one by one
    /// if PostgreSQL is configured. Otherwise all at once: the sooner the node ends, the sooner it is up again.
    /// </summary>
    public bool? SpreadCloses { get; set; }
}
