using System.ComponentModel.DataAnnotations;

namespace SignalRChat.Hubs.Backplane;

/// <summary>How nodes communicate through Redis, and when the node considers its connection to it broken.</summary>
internal sealed class BackplaneOptions
{
    public const string SectionName = "Chat:Backplane";

    /// <summary>
    /// The prefix of every channel name, so that several clusters can share one Redis. Default empty; the same for all nodes of a
    /// cluster.
    /// </summary>
    public string? ChannelPrefix { get; set; }

    /// <summary>
    /// How often the node sends itself a probe through Redis, which the other nodes receive too, 50 ms to 10 s. Default 250 ms.
    /// The reconciler switches to its degraded interval if a probe has not returned by the time of the next, or if two in a row
    /// of another node are missing.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:00:10")]
    public TimeSpan ProbeInterval { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// When it is not back by then, the connection is thrown away, 100 ms to 1 min. Default 2 s; also the bound of each step of a
    /// rebuild.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The longest first pause before a rebuild, 10 ms to 10 s. Default 250 ms; it doubles with each failure, and chance picks
    /// below it.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:10")]
    public TimeSpan RebuildDelay { get; set; } = TimeSpan.FromMilliseconds(250);

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

    /// <summary>Publishes that Redis has not answered yet, 1 to 10,000. Default 256; further ones wait in the queue.</summary>
    [Range(1, 10_000)]
    public int MaxInFlight { get; set; } = 256;
}
