using System.Diagnostics;

namespace SignalRChat.Tests.ScaleOut;

/// <summary>
/// The sends, their answers and the messages that each client's app received, with their times. A text is <c>sender:number:</c>
/// and a filler.
/// </summary>
internal sealed class FaultBook
{
    private readonly Lock _gate = new();
    private readonly List<SentMessage> _sent = [];
    private readonly List<Hearer> _hearers = [];
    private readonly List<Timing> _connects = [];
    private readonly List<Timing> _joins = [];

    public Hearer AddHearer(int node)
    {
        lock (_gate)
        {
            var hearer = new Hearer(_hearers.Count, node);
            _hearers.Add(hearer);
            return hearer;
        }
    }

    public SentMessage AddSent(int sender, int node, int number)
    {
        lock (_gate)
        {
            var message = new SentMessage($"{sender}:{number}", sender, node, number, Stopwatch.GetTimestamp());
            _sent.Add(message);
            return message;
        }
    }

    public void Answered(SentMessage message, bool isTaken)
    {
        lock (_gate)
            (message.AnsweredAt, message.IsTaken) = (Stopwatch.GetTimestamp(), isTaken);
    }

    public void Heard(Hearer hearer, string text)
    {
        var key = text[..text.LastIndexOf(':')];
        lock (_gate)
            hearer.Add(key, Stopwatch.GetTimestamp());
    }

    public void Connected(long startedAt, long connectedAt, long joinedAt)
    {
        lock (_gate)
        {
            _connects.Add(new Timing(startedAt, connectedAt));
            _joins.Add(new Timing(connectedAt, joinedAt));
        }
    }

    /// <summary>Whether each client received everything that the servers accepted.</summary>
    public bool IsComplete()
    {
        lock (_gate)
            return _hearers.TrueForAll(hearer => _sent.TrueForAll(message => !message.IsTaken || hearer.Times.ContainsKey(message.Key)));
    }

    public FaultResult Judge(FaultTimes times, RunningTime time)
    {
        lock (_gate)
            return FaultJudge.Judge(times, _sent, _hearers, _connects, _joins, time);
    }
}

internal sealed record SentMessage(string Key, int Sender, int Node, int Number, long SentAt)
{
    public long? AnsweredAt { get; set; }

    public bool IsTaken { get; set; }
}

/// <summary>The app of one client: its messages in the order of receipt, and the first receipt of each.</summary>
internal sealed class Hearer(int id, int node)
{
    public int Id => id;

    public int Node => node;

    public List<string> List { get; } = [];

    public Dictionary<string, long> Times { get; } = [];

    public void Add(string key, long at)
    {
        List.Add(key);
        Times.TryAdd(key, at);
    }
}

internal readonly record struct Timing(long Start, long End)
{
    /// <summary>The time that it took while the machine ran.</summary>
    public TimeSpan Ran(RunningTime time) => Stopwatch.GetElapsedTime(0, time.Between(Start, End));
}

/// <summary>The start of the calm phase, the start and the end of the fault, and the end of the observation.</summary>
internal readonly record struct FaultTimes(long Calm, long Strike, long Over, long End);
