namespace SignalRChat.Testing;

/// <summary>The distribution of a time, in milliseconds; zeros if nothing was counted.</summary>
internal sealed record Spread(int Count, double P50, double P99, double Max)
{
    public static Spread Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? new(0, 0, 0, 0) : new(sorted.Length, At(sorted, 0.5), At(sorted, 0.99), sorted[^1]);
    }

    public static Spread Of(IEnumerable<TimeSpan> values) => Of(values.Select(value => value.TotalMilliseconds));

    private static double At(double[] sorted, double share) =>
        sorted[Math.Min(sorted.Length - 1, (int)Math.Ceiling(sorted.Length * share) - 1)];
}
