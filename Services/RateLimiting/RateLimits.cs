using Microsoft.Extensions.Options;
using SignalRChat.Common;

namespace SignalRChat.Services.RateLimiting;

/// <summary>The rates of the options, by the kind of call.</summary>
internal sealed class RateLimits(IOptions<RateLimitOptions> options, TimeProvider time)
{
    private static readonly TimeSpan _mostOwed = TimeSpan.FromSeconds(5);

    private readonly Rate _messages = Rate.Of(options.Value.Messages.PerSecond, options.Value.Messages.Burst, time);
    private readonly Rate _rooms = Rate.Of(options.Value.Rooms.PerSecond, options.Value.Rooms.Burst, time);
    private readonly Rate _reads = Rate.Of(options.Value.Reads.PerSecond, options.Value.Reads.Burst, time);
    private readonly Rate _typing = Rate.Of(options.Value.Typing.PerSecond, options.Value.Typing.Burst, time);

    /// <summary>Frames of all of a user's connections. Never less than one connection may send.</summary>
    public Rate Frames { get; } = Rate.Of(
        Math.Max(options.Value.UserFrames.PerSecond, options.Value.Frames.PerSecond),
        Math.Max(options.Value.UserFrames.Burst, options.Value.Frames.Burst),
        time);

    /// <summary>The same in bytes.</summary>
    public Rate Bytes { get; } = Rate.Of(
        Math.Max(options.Value.UserBytes.PerSecond, options.Value.Bytes.PerSecond),
        Math.Max(options.Value.UserBytes.Burst, options.Value.Bytes.Burst),
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
