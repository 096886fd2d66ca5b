using System.ComponentModel.DataAnnotations;

namespace SignalRChat.Services.RateLimiting;

/// <summary>
/// How fast one user, and one connection, may be on a node. A call beyond the user's rate is refused with <c>rate-limited</c> and
/// the time to wait. Frames and bytes beyond a rate are read later; a connection that stays beyond its own is closed.
/// </summary>
internal sealed class RateLimitOptions
{
    public const string SectionName = "Chat:RateLimits";

    private const int Most = 1_000_000;
    private const int MostBytes = 1_000_000_000;

    /// <summary>Messages posted, edited and deleted a second by one user in the long run, 1 to 1,000,000. Default 50.</summary>
    [Range(1, Most)]
    public int MessagesPerSecond { get; set; } = 50;

    /// <summary>Messages posted, edited and deleted at once, 1 to 1,000,000. Default 250.</summary>
    [Range(1, Most)]
    public int MessageBurst { get; set; } = 250;

    /// <summary>Rooms joined and left a second by one user in the long run, 1 to 1,000,000. Default 20.</summary>
    [Range(1, Most)]
    public int RoomsPerSecond { get; set; } = 20;

    /// <summary>
    /// Rooms joined and left at once, 1 to 1,000,000. Default 200: a user's clients rejoin all their rooms together.
    /// </summary>
    [Range(1, Most)]
    public int RoomBurst { get; set; } = 200;

    /// <summary>
    /// Pages of updates, history, members and rooms read a second by one user in the long run, 1 to 1,000,000. Default 50.
    /// </summary>
    [Range(1, Most)]
    public int ReadsPerSecond { get; set; } = 50;

    /// <summary>Pages read at once, 1 to 1,000,000. Default 500: a client that was away for long reads many.</summary>
    [Range(1, Most)]
    public int ReadBurst { get; set; } = 500;

    /// <summary>Starts and stops of typing a second by one user in the long run, 1 to 1,000,000. Default 10.</summary>
    [Range(1, Most)]
    public int TypingPerSecond { get; set; } = 10;

    /// <summary>Starts and stops of typing at once, 1 to 1,000,000. Default 50.</summary>
    [Range(1, Most)]
    public int TypingBurst { get; set; } = 50;

    /// <summary>
    /// Frames a second from one connection in the long run, 1 to 1,000,000. Default 200. Each frame of the WebSocket counts, pings, pongs
    /// and empty ones too; of several frames of the hub in one message of it, each counts. Beyond it the server reads the connection more
    /// slowly.
    /// </summary>
    [Range(1, Most)]
    public int FramesPerSecond { get; set; } = 200;

    /// <summary>Frames at once, 10 to 1,000,000. Default 2,000.</summary>
    [Range(10, Most)]
    public int FrameBurst { get; set; } = 2_000;

    /// <summary>
    /// Bytes a second from one connection in the long run, 1,024 to 1,000,000,000. Default 524,288. A piece smaller than 256
    /// bytes counts as 256. Beyond it the server reads the connection more slowly.
    /// </summary>
    [Range(1_024, MostBytes)]
    public int BytesPerSecond { get; set; } = 512 * 1024;

    /// <summary>Bytes at once, 1,024 to 1,000,000,000. Default 4,194,304; one frame of the largest size fits in any case.</summary>
    [Range(1_024, MostBytes)]
    public int ByteBurst { get; set; } = 4 * 1024 * 1024;

    /// <summary>
    /// Frames a second from all connections of one user in the long run, 1 to 1,000,000; never less than <see cref="FramesPerSecond"/>.
    /// Default 400. To open a connection counts as 10, another request as 1.
    /// </summary>
    [Range(1, Most)]
    public int UserFramesPerSecond { get; set; } = 400;

    /// <summary>Frames of one user at once, 10 to 1,000,000; never less than <see cref="FrameBurst"/>. Default 4,000.</summary>
    [Range(10, Most)]
    public int UserFrameBurst { get; set; } = 4_000;

    /// <summary>
    /// Bytes a second from all connections of one user in the long run, 1,024 to 1,000,000,000; never less than <see
    /// cref="BytesPerSecond"/>. Default 1,048,576.
    /// </summary>
    [Range(1_024, MostBytes)]
    public int UserBytesPerSecond { get; set; } = 1024 * 1024;

    /// <summary>Bytes of one user at once, 1,024 to 1,000,000,000; never less than <see cref="ByteBurst"/>. Default 16,777,216.</summary>
    [Range(1_024, MostBytes)]
    public int UserByteBurst { get; set; } = 16 * 1024 * 1024;

    /// <summary>
    /// How long a connection may be beyond its own rate while the server reads it more slowly, 100 ms to 10 min. Default 10 s; then it is
    /// closed with <c>rate-limited</c>. One that would have to wait for longer is closed at once.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan OverRateTimeout { get; set; } = TimeSpan.FromSeconds(10);
}
