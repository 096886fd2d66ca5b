using SignalRChat.Faults.History;

namespace SignalRChat.Faults.Oracle;

/// <summary>
/// What one kind of fault did: how long sends and deliveries took while it lasted, and how long after its end all was well again.
/// </summary>
internal sealed record CauseFigures
{
    public const string NoFault = "no fault";

    /// <summary>The moments after a fault do not count as time without one.</summary>
    public const long Recovery = 5_000_000;

    public required string Name { get; init; }

    public required int Times { get; init; }

    /// <summary>Send to acknowledgement of what was sent while it lasted, in milliseconds.</summary>
    public required Spread Sends { get; init; }

    /// <summary>Send to receipt by another client of what was sent while it lasted, in milliseconds.</summary>
    public required Spread Deliveries { get; init; }

    /// <summary>
    /// From the end of the fault until every member has all that was acknowledged by then, in milliseconds; each time it struck.
    /// </summary>
    public required IReadOnlyList<double> Repairs { get; init; }

    public static CauseFigures Of(Case run, string name, IReadOnlyList<FaultWindow> windows)
    {
        var posts = run.Calls.Where(call => call.Invoked is { Kind: OpKind.Post, IsRepeat: false } && windows.Any(window => window.Covers(call.Invoked.At))).ToArray();
        var sentAt = posts.GroupBy(call => call.Invoked.MessageId).ToDictionary(same => same.Key, same => (same.First().Invoked.At, same.First().Invoked.Client));
        return new CauseFigures
        {
            Name = name,
            Times = windows.Count,
            Sends = Spread.Of(posts.Where(call => call.Ok is not null).Select(call => run.Time.Between(call.Invoked.At, call.Ok!.At) / 1000.0)),
            Deliveries = Spread.Of(Deliver(run, sentAt)),
            Repairs = [.. windows.Select(window => Repair.After(run, window)).OfType<double>()],
        };
    }

    private static IEnumerable<double> Deliver(Case run, Dictionary<string, (long At, string Client)> sentAt)
    {
        var counted = new HashSet<(string, string)>();
        foreach (var heard in run.History.OfType<Heard>().Where(heard => run.Setup.Members.ContainsKey(heard.Client)))
        {
            foreach (var message in heard.Messages)
            {
                if (sentAt.TryGetValue(message.MessageId, out var sent) && sent.Client != heard.Client && counted.Add((heard.Client, message.MessageId)))
                    yield return run.Time.Between(sent.At, heard.At) / 1000.0;
            }
        }
    }
}

/// <summary>How a time is spread, in milliseconds; zeros where nothing was counted.</summary>
internal sealed record Spread(int Count, double P50, double P99, double Max)
{
    public static Spread Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? new(0, 0, 0, 0) : new(sorted.Length, At(sorted, 0.5), At(sorted, 0.99), sorted[^1]);
    }

    private static double At(double[] sorted, double share) => sorted[Math.Min(sorted.Length - 1, (int)Math.Ceiling(sorted.Length * share) - 1)];
}
