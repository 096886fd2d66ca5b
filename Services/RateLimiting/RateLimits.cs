using Microsoft.Extensions.Options;
using SignalRChat.Common;

namespace SignalRChat.Services.RateLimiting;

/// <summary>The rates of the options, by the kind of call.</summary>
internal sealed class RateLimits(IOptions<RateLimitOptions> options, TimeProvider time)
{
    private static readonly TimeSpan _mostOwed = TimeSpan.FromSeconds(5);

    private readonly Rate _messages = Rate.Of(options.Value.MessagesPerSecond, options.Value.MessageBurst, time);
    private readonly Rate _rooms = Rate.Of(options.Value.RoomsPerSecond, options.Value.RoomBurst, time);
    private readonly Rate _reads = Rate.Of(options.Value.ReadsPerSecond, options.Value.ReadBurst, time);
    private readonly Rate _typing = Rate.Of(options.Value.TypingPerSecond, options.Value.TypingBurst, time);

    /// <summary>Frames of all of a user's connections. Never less than one connection may send.</summary>
    public Rate Frames { get; } = Rate.Of(
        Math.Max(options.Value.UserFramesPerSecond, options.Value.FramesPerSecond),
        Math.Max(options.Value.UserFrameBurst, options.Value.FrameBurst),
        time);

    /// <summary>The same in bytes.</summary>
    public Rate Bytes { get; } = Rate.Of(
        Math.Max(options.Value.UserBytesPerSecond, options.Value.BytesPerSecond),
        Math.Max(options.Value.UserByteBurst, options.Value.ByteBurst),
        time);

    /// <summary>
    /// The most that a user may owe, as a wait in ticks of the clock. Other connections of the user wait for it as well, so it is
    /// less than SignalR's shortest time-out for a silent client.
    /// </summary>
    public long MostOwed { get; } = time.TicksOf(_mostOwed);

    public ref readonly Rate Of(CallKind kind)
    {
        switch (kind)
        {
            case CallKind.Messages: return ref _messages;
            case CallKind.Rooms: return ref _rooms;
            case CallKind.Typing: return ref _typing;
            default: return ref _reads;
        }
    }
}
