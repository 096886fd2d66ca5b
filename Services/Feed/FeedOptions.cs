using System.ComponentModel.DataAnnotations;

namespace SignalRChat.Services.Feed;

/// <summary>
/// The read side: how much of a room a node keeps in memory, and how often it asks the database for missed changes.
/// </summary>
internal sealed class FeedOptions
{
    public const string SectionName = "Chat:Feed";

    /// <summary>
    /// The newest changes of a room kept in memory for catching up, 0 to 100,000. Default 256; older changes are read from the
    /// database.
    /// </summary>
    [Range(0, 100_000)]
    public int RingSize { get; set; } = 256;

    /// <summary>
    /// The longest pause between two updates of a room, 0 to 1 s. Default 20 ms. A room only pauses while its last update is not
    /// written to most members, or on a busy node. Changes that are committed in a pause are sent together, at once when they fill a
    /// page. With 0 a room never pauses.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:01")]
    public TimeSpan MaxCoalesceDelay { get; set; } = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// In this time each member on this node is compared with the membership rows once, 100 ms to 1 h. Default 30 s. It finds
    /// rows that
    /// were deleted by SQL; with more
    /// than 50,000 members on a node it takes longer.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan MembershipCheckInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How often the node asks the database which rooms and inboxes have changed, 100 ms to 1 min. Default 1 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan ReconcileInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The same interval while the backplane is unhealthy, so that messages of other nodes arrive without it, 50 ms to 10 s.
    /// Default 250 ms. If <see cref="ReconcileInterval"/> is shorter, it applies instead.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:00:10")]
    public TimeSpan DegradedReconcileInterval { get; set; } = TimeSpan.FromMilliseconds(250);
}
