using System.ComponentModel.DataAnnotations;

namespace SignalRChat.Services.RateLimiting;

/// <summary>
/// How fast one user, and one connection, may be on a node. A call beyond the user's rate is refused with <c>rate-limited</c> and
/// the time to wait. Frames and bytes beyond a rate are read later; a connection that stays beyond its own is closed.
/// </summary>
internal sealed class RateLimitOptions : ICheckedOptions
{
    public const string SectionName = "Chat:RateLimits";

    private const int Most = 1_000_000;
    private const int MostBytes = 1_000_000_000;
    private const int LeastBytes = 1_024;

    // To open a connection counts as 10 frames.
    private const int LeastFrames = 10;

    /// <summary>Messages that one user posts, edits and deletes.</summary>
    public RateOptions Messages { get; } = new() { PerSecond = 50, Burst = 250 };

    /// <summary>Rooms that one user joins and leaves, and moderation. A user's clients rejoin all their rooms together.</summary>
    public RateOptions Rooms { get; } = new() { PerSecond = 20, Burst = 200 };

    /// <summary>
    /// Pages of updates, history, members, rooms and the inbox that one user reads, and its read cursors. A client that was away for long
    /// reads many.
    /// </summary>
    public RateOptions Reads { get; } = new() { PerSecond = 50, Burst = 500 };

    /// <summary>Starts and stops of typing of one user.</summary>
    public RateOptions Typing { get; } = new() { PerSecond = 10, Burst = 50 };

    /// <summary>
    /// Frames from one connection. Each frame of the WebSocket counts, pings, pongs and empty ones too; of several frames of the
    /// hub in one message of it, each counts. Beyond it the server reads the connection more slowly.
    /// </summary>
    public RateOptions Frames { get; } = new() { PerSecond = 200, Burst = 2_000 };

    /// <summary>
    /// Bytes from one connection. A piece smaller than 256 bytes counts as 256. Beyond it the server reads the connection more
    /// slowly. One frame of the largest size fits in any case.
    /// </summary>
    public RateOptions Bytes { get; } = new() { PerSecond = 512 * 1024, Burst = 4 * 1024 * 1024 };

    /// <summary>
    /// Frames from all connections of one user; never less than <see cref="Frames"/>. To open a connection counts as 10, another
    /// request as 1.
    /// </summary>
    public RateOptions UserFrames { get; } = new() { PerSecond = 400, Burst = 4_000 };

    /// <summary>Bytes from all connections of one user; never less than <see cref="Bytes"/>.</summary>
    public RateOptions UserBytes { get; } = new() { PerSecond = 1024 * 1024, Burst = 16 * 1024 * 1024 };

    /// <summary>
    /// How long a connection may be beyond its own rate while the server reads it more slowly, 100 ms to 10 min. Default 10 s;
    /// then it is closed with <c>rate-limited</c>. One that would have to wait for longer is closed at once.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan OverRateTimeout { get; set; } = TimeSpan.FromSeconds(10);

    public IEnumerable<string> Problems() =>
    [
        .. Messages.Problems($"{SectionName}:{nameof(Messages)}", 1, 1, Most),
        .. Rooms.Problems($"{SectionName}:{nameof(Rooms)}", 1, 1, Most),
        .. Reads.Problems($"{SectionName}:{nameof(Reads)}", 1, 1, Most),
        .. Typing.Problems($"{SectionName}:{nameof(Typing)}", 1, 1, Most),
        .. Frames.Problems($"{SectionName}:{nameof(Frames)}", 1, LeastFrames, Most),
        .. Bytes.Problems($"{SectionName}:{nameof(Bytes)}", LeastBytes, LeastBytes, MostBytes),
        .. UserFrames.Problems($"{SectionName}:{nameof(UserFrames)}", 1, LeastFrames, Most),
        .. UserBytes.Problems($"{SectionName}:{nameof(UserBytes)}", LeastBytes, LeastBytes, MostBytes),
    ];
}
