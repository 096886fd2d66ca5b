using SignalRChat.Testing.History;

namespace SignalRChat.Testing.Oracle;

/// <summary>
/// The effect of one kind of fault: how long sends and deliveries took during it, and how long the recovery took after its end. Users
/// that a backend banned meanwhile do not count.
/// </summary>
internal sealed record CauseFigures
{
    public const string NoFault = "no fault";

    /// <summary>The time just after a fault does not count as time without a fault.</summary>
    public const long Recovery = 5_000_000;

    public required string Name { get; init; }

    public required int Times { get; init; }

    /// <summary>Time from send to acknowledgement, of messages sent during the fault, in milliseconds.</summary>
    public required Spread Sends { get; init; }

    /// <summary>Time from send to receipt by another client, of messages sent during the fault, in milliseconds.</summary>
    public required Spread Deliveries { get; init; }

    /// <summary>
    /// Time from the end of the fault until every member has all that was acknowledged by then, in milliseconds. One value for
    /// each time the fault struck.
    /// </summary>
    public required IReadOnlyList<double> Repairs { get; init; }

    public static CauseFigures Of(Case run, string name, IReadOnlyList<FaultWindow> windows)
    {
        bool IsPost(Invoked call) => call is { Kind: OpKind.Post, IsRepeat: false } && !run.Restricted.Contains(call.Client)
            && windows.Any(window => window.Covers(call.At));
        var posts = run.Calls.Where(call => IsPost(call.Invoked)).ToArray();
        var sentAt = posts.GroupBy(call => call.Invoked.MessageId, call => call.Invoked)
            .ToDictionary(same => same.Key, same => (same.First().At, same.First().Client));
        return new CauseFigures
        {
            Name = name,
            Times = windows.Count,
            Sends = Spread.Of(posts.Where(call => call.Ok is not null)
                .Select(call => run.Time.Between(call.Invoked.At, call.Ok!.At) / 1000.0)),
            Deliveries = Spread.Of(Deliver(run, sentAt)),
            Repairs = [.. windows.Select(window => Repair.After(run, window)).OfType<double>()],
        };
    }

    private static IEnumerable<double> Deliver(Case run, Dictionary<string, (long At, string Client)> sentAt)
    {
        var counted = new HashSet<(string, string)>();
        bool Counts(string client) => run.Setup.Members.ContainsKey(client) && !run.Restricted.Contains(client);
        foreach (var heard in run.History.OfType<Heard>().Where(heard => Counts(heard.Client)))
        {
            foreach (var message in heard.Messages)
            {
                if (sentAt.TryGetValue(message.MessageId, out var sent) && sent.Client != heard.Client
                    && counted.Add((heard.Client, message.MessageId)))
                {
                    yield return run.Time.Between(sent.At, heard.At) / 1000.0;
                }
            }
        }
    }
}
