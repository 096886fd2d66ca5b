namespace SignalRChat.Common;

/// <summary>A rate in the settings.</summary>
internal sealed record RateOptions
{
    /// <summary>How many a second in the long run. A fraction is possible: 0.1 is 6 a minute.</summary>
    public double PerSecond { get; set; }

    /// <summary>How many at once.</summary>
    public int Burst { get; set; }

    public Rate ToRate(TimeProvider time) => Rate.Of(PerSecond, Burst, time);

    /// <summary>The larger of each of the two numbers.</summary>
    public RateOptions AtLeast(RateOptions other) =>
        new() { PerSecond = Math.Max(PerSecond, other.PerSecond), Burst = Math.Max(Burst, other.Burst) };

    /// <summary>Returns a sentence for each number that is out of its range.</summary>
    public IEnumerable<string> Problems(string key, double leastPerSecond, int leastBurst, int most)
    {
        // A value that is not a number is not in the range either.
        if (!(PerSecond >= leastPerSecond && PerSecond <= most))
            yield return $"{key}:{nameof(PerSecond)} is {PerSecond}; expected {leastPerSecond} to {most}.";
        if (Burst < leastBurst || Burst > most)
            yield return $"{key}:{nameof(Burst)} is {Burst}; expected {leastBurst} to {most}.";
    }
}
