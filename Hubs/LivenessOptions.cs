using System.ComponentModel.DataAnnotations;

namespace SignalRChat.Hubs;

/// <summary>
/// How the server distinguishes a live connection from a dead one. The client time-out is at least twice the keep-alive, so one
/// lost ping closes no connection.
/// </summary>
internal sealed class LivenessOptions : ICheckedOptions
{
    public const string SectionName = "Chat:Liveness";

    /// <summary>The server pings after this long without a message, 1 s to 1 min. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan KeepAliveInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>A client that was silent for this long is closed, 2 s to 10 min and at least twice the keep-alive. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:02", "00:10:00")]
    public TimeSpan ClientTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>A connection that has not finished its handshake by then is closed, 1 s to 1 min. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan HandshakeTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>A client that takes no byte of its waiting data for this long is closed, 1 s to 10 min. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan StallTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often connections are checked for these times and for expired tokens, 100 ms to 10 s. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:10")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(1);

    public IEnumerable<string> Problems()
    {
        if (ClientTimeout < 2 * KeepAliveInterval)
        {
            yield return $"{SectionName}:{nameof(ClientTimeout)} is {ClientTimeout}; expected at least twice "
                + $"{nameof(KeepAliveInterval)}, which is {KeepAliveInterval}.";
        }
    }
}
