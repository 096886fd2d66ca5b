namespace SignalRChat.Common;

/// <summary>Times as timestamps of a clock.</summary>
internal static class TimeTicks
{
    /// <summary>Returns the length of a time in the unit of <see cref="TimeProvider.GetTimestamp"/>.</summary>
    public static long TicksOf(this TimeProvider time, TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);
}
