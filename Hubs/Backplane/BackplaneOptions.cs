using System.ComponentModel.DataAnnotations;

namespace SignalRChat.Hubs.Backplane;

/// <summary>How nodes communicate through Redis, and when the node considers its connection to it broken.</summary>
internal sealed class BackplaneOptions
{
    public const string SectionName = "Chat:Backplane";

    /// <summary>
    /// The prefix of every channel name, so that several clusters can share one Redis. Default empty; the same for all nodes of a cluster.
    /// </summary>
    public string? ChannelPrefix { get; set; }

    /// <summary>
    /// The longest pause before a rebuild, 100 ms to 5 min. Default 2 s, so that a node is back before others consider its users
    /// gone. For twice as long after a rebuild the reconciler keeps its degraded interval: other nodes may not be back yet.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan MaxRebuildDelay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The most messages that may wait to be published, 1 to 1,000,000. Default 1,024. Messages beyond it are dropped, and the
    /// reconcilers of the other nodes find the changes.
    /// </summary>
    [Range(1, 1_000_000)]
    public int QueueCapacity { get; set; } = 1_024;
}
