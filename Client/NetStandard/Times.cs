namespace SignalRChat.Client.NetStandard;

/// <summary>The arithmetic of times that .NET Standard 2.0 lacks.</summary>
internal static class Times
{
    extension(DateTimeOffset)
    {
        public static DateTimeOffset UnixEpoch => DateTimeOffset.FromUnixTimeSeconds(0);
    }

    extension(TimeSpan)
    {
        public static TimeSpan operator *(TimeSpan time, double factor) =>
            TimeSpan.FromTicks(checked((long)Math.Round(time.Ticks * factor)));

        public static TimeSpan operator /(TimeSpan time, double divisor) =>
            TimeSpan.FromTicks(checked((long)Math.Round(time.Ticks / divisor)));
    }
}
