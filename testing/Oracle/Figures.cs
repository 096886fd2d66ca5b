using SignalRChat.Testing.History;

namespace SignalRChat.Testing.Oracle;

/// <summary>The results of a run in numbers.</summary>
internal sealed record Figures
{
    public required int Sent { get; init; }

    public required int Acknowledged { get; init; }

    public required int RefusedForGood { get; init; }

    /// <summary>Messages that clients received, including edits and deletions.</summary>
    public required long Received { get; init; }

    public required long CaughtUp { get; init; }

    public required int Connections { get; init; }

    public required TimeSpan StoodStill { get; init; }

    /// <summary>The times that the disk took long for a byte.</summary>
    public required TimeSpan[] DiskStoodStill { get; init; }

    public required IReadOnlyList<CauseFigures> Causes { get; init; }

    public static Figures Of(Case run)
    {
        var heard = run.History.OfType<Heard>().ToArray();
        return new Figures
        {
            Sent = run.AllChanges.Count(),
            Acknowledged = run.AllChanges.Count(call => call.Ok is not null),
            RefusedForGood = run.AllChanges.Count(call => call.IsRefused),
            Received = heard.Sum(one => (long)one.Messages.Length),
            CaughtUp = heard.Where(one => one.By == HeardBy.CatchUp).Sum(one => (long)one.Messages.Length),
            StoodStill = TimeSpan.FromMicroseconds(run.Time.StoodStill),
            DiskStoodStill =
            [
                .. run.History.OfType<StoodStill>().Where(stood => stood.IsOfDisk)
                    .Select(stood => TimeSpan.FromMicroseconds(stood.At - stood.Since)),
            ],
            Connections = run.History.OfType<Opened>().Count(),
            Causes =
            [
                .. Quiet(run),
                .. run.Windows.GroupBy(window => window.Name).Select(same => CauseFigures.Of(run, same.Key, [.. same])),
            ],
        };
    }

    /// <summary>The time without any fault, as the baseline for the other figures.</summary>
    private static IEnumerable<CauseFigures> Quiet(Case run)
    {
        var quiet = new List<FaultWindow>();
        var from = 0L;
        foreach (var window in run.Windows.OrderBy(window => window.Begin))
        {
            if (window.Begin > from)
                quiet.Add(new(0, CauseFigures.NoFault, "", from, window.Begin));
            from = Math.Max(from, window.End == long.MaxValue ? window.End : window.End + CauseFigures.Recovery);
        }
        if (from < run.End)
            quiet.Add(new(0, CauseFigures.NoFault, "", from, run.End));
        return quiet.Count == 0 ? [] : [CauseFigures.Of(run, CauseFigures.NoFault, [.. quiet]) with { Repairs = [] }];
    }
}
