using Microsoft.Extensions.Options;
using SignalRChat.Services.RateLimits;
using SignalRChat.Services.Rooms;

namespace SignalRChat.Hubs.Connections;

/// <summary>How many frames and bytes one connection may send. Pings, malformed frames and calls of no method never reach a hub filter, so they are counted below it.</summary>
internal sealed class ConnectionBudget(IOptions<RateLimitOptions> options, IOptions<LimitOptions> limits, TimeProvider time)
{
    private readonly Rate _frames = Rate.Of(options.Value.FramesPerSecond, options.Value.FrameBurst, time);
    // One whole frame at least: a client whose frames are all too large for its budget could come back for ever.
    private readonly Rate _bytes =
        Rate.Of(options.Value.BytesPerSecond, Math.Max(options.Value.ByteBurst, limits.Value.ReceiveBytes), time);

    /// <summary>False when it was more than the connection may.</summary>
    public bool Spend(ref Spending spending, int frames, long bytes)
    {
        var now = time.GetTimestamp();
        return spending.Frames.Spend(_frames, frames, now) & spending.Bytes.Spend(_bytes, bytes, now);
    }

    /// <summary>What one connection has used.</summary>
    internal struct Spending
    {
        public TokenBucket Frames;

        public TokenBucket Bytes;
    }
}
