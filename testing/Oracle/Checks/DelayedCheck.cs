namespace SignalRChat.Testing.Oracle.Checks;

/// <summary>A client that does not read delays the others by no more than the guarantee permits.</summary>
internal sealed class DelayedCheck : ICheck
{
    private const double Most = 50;

    public Check Finds => Check.Delayed;

    public IEnumerable<Violation> Find(Case run)
    {
        if (Isolation.Of(run) is { } measured && measured.With > measured.Without + Most)
        {
            yield return new(
                Check.Delayed,
                $"the 99th percentile of deliveries is {measured.With:0} ms where somebody does not read, "
                + $"and {measured.Without:0} ms where everybody does.");
        }
    }

    public int Looked(Case run) => Isolation.Of(run)?.Deliveries ?? 0;
}
