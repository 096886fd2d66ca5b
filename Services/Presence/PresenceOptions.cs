using System.ComponentModel.DataAnnotations;

namespace SignalRChat.Services.Presence;

/// <summary>How presence is sent.</summary>
internal sealed class PresenceOptions
{
    public const string SectionName = "Chat:Presence";

    /// <summary>How long a leave is held back, so that a quick reconnect shows no flicker, 0 to 1 min. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan LeaveDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Changes of a room are gathered for this long and sent in one event, 50 ms to 10 s. Default 250 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:00:10")]
    public TimeSpan BatchInterval { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// The most present users of a room of whom each join and leave is sent, 0 to 10,000. Default 200. Beyond it the room receives
    /// only their number, once a second, until a quarter of them have left.
    /// </summary>
    [Range(0, 10_000)]
    public int FullUpTo { get; set; } = 200;
}
