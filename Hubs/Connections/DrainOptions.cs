using System.ComponentModel.DataAnnotations;

namespace SignalRChat.Hubs.Connections;

/// <summary>How the node leaves when it is told to stop. The host's own shutdown time-out is set to hold all of it.</summary>
internal sealed class DrainOptions
{
    public const string SectionName = "Chat:Drain";

    /// <summary>
    /// How long readiness says no before anything else happens, so that whatever spreads the clients has noticed; 0 to 1 min.
    /// Default 3 s where PostgreSQL is configured, none where it is not: then there is no other node to send them to.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan? ReadinessDelay { get; set; }

    /// <summary>
    /// The clients come back spread over this time, 0 to 5 min. Default 10 s where PostgreSQL is configured, 2 s where it is not.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan? Window { get; set; }

    /// <summary>
    /// Whether the connections are closed one by one over the window, each served until then, or all at once. Default: one by one
    /// where PostgreSQL is configured; at once where it is not, for the sooner the node ends, the sooner it is up again.
    /// </summary>
    public bool? SpreadCloses { get; set; }
}
