namespace SignalRChat.Faults.Workload;

/// <summary>
/// A client's name, the rooms that it receives, and its random source. The source is separate, so one client's pace does not
/// change another's.
/// </summary>
internal sealed record ClientPlan(string Name, string[] Rooms, int Seed, HistoryBook Book)
{
    private static readonly TimeSpan _staysFor = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan _straysFor = TimeSpan.FromSeconds(1);

    private readonly Random _random = new(Seed);

    /// <summary>The rooms it sends to.</summary>
    public string[] TalksIn { get; init; } = [];

    /// <summary>The members whose roles and mutes it changes in its room, instead of talking.</summary>
    public string[] Subjects { get; init; } = [];

    /// <summary>The messages that it reacts to; null if it does not react.</summary>
    public PinnedMessages? Pinned { get; init; }

    /// <summary>The mean pause between two changes in a room.</summary>
    public TimeSpan Pace { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The posts that a client without a library sends in a row without waiting for answers; 1 to wait for each.</summary>
    public int Burst { get; init; } = 1;

    /// <summary>It unsubscribes from a room now and then, and joins it again.</summary>
    public bool Strays { get; init; }

    /// <summary>The client does not connect before this task completes.</summary>
    public Task Begins { get; init; } = Task.CompletedTask;

    public Talk[] Talks() => [.. TalksIn.Select((room, index) => new Talk(Name, room, Book, new Random(Seed + index + 1), Pinned))];

    /// <summary>Calls this now and then, if the client strays, with a room and the time to stay away from it.</summary>
    public async Task StrayAsync(Func<string, TimeSpan, Task> stray, CancellationToken quiet)
    {
        while (Strays && await Pauses.WaitAsync(_staysFor * (2 * Chance()), quiet))
            await stray(Rooms[(int)(Chance() * Rooms.Length)], _straysFor * (2 * Chance()));
    }

    /// <summary>Called from several threads.</summary>
    public double Chance()
    {
        lock (_random)
            return _random.NextDouble();
    }
}
