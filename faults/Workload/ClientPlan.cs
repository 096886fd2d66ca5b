using SignalRChat.Faults.History;

namespace SignalRChat.Faults.Workload;

/// <summary>
/// Who a client is, which rooms it hears, and the chance it follows: its own, so that one client's haste changes nobody else's.
/// </summary>
internal sealed record ClientPlan(string Name, string[] Rooms, int Seed, HistoryBook Book)
{
    private readonly Random _random = new(Seed);

    /// <summary>The rooms it talks in.</summary>
    public string[] TalksIn { get; init; } = [];

    /// <summary>The mean pause between two changes in a room.</summary>
    public TimeSpan Pace { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Nothing is connected before this has ended.</summary>
    public Task Begins { get; init; } = Task.CompletedTask;

    public Talk[] Talks() => [.. TalksIn.Select((room, index) => new Talk(Name, room, Book, new Random(Seed + index + 1)))];

    /// <summary>Called from several threads.</summary>
    public double Chance()
    {
        lock (_random)
            return _random.NextDouble();
    }
}
