using System.Diagnostics;

namespace SignalRChat.Bench.Load;

/// <summary>A measured period. After its end it still receives the events of its own sends.</summary>
internal sealed class Window
{
    private long _start = long.MaxValue;
    private long _end = long.MaxValue;
    private long _sent;
    private long _answered;
    private long _bytes;
    private long _expected;
    private long _refused;
    private string? _firstRefusal;

    public Flow Receipts { get; } = new();

    public Flow Acks { get; } = new();

    /// <summary>Sends of the window without an answer so far.</summary>
    public long Unanswered => Volatile.Read(ref _sent) - Volatile.Read(ref _answered);

    /// <summary>The size of the updates that arrived while the window was open.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>The sum over the window's acked sends of the members of their rooms.</summary>
    public long Expected => Volatile.Read(ref _expected);

    public long Refused => Volatile.Read(ref _refused);

    public string? FirstRefusal => _firstRefusal;

    public TimeSpan Duration => Stopwatch.GetElapsedTime(_start, _end);

    /// <summary>
    /// Must be called after the connections know the window, because it must receive every event of a send after its start.
    /// </summary>
    public void Start() => Volatile.Write(ref _start, Stopwatch.GetTimestamp());

    public void End() => Volatile.Write(ref _end, Stopwatch.GetTimestamp());

    public void Sent(long stamp)
    {
        if (Holds(stamp))
            Interlocked.Increment(ref _sent);
    }

    public void Answered(long stamp)
    {
        if (Holds(stamp))
            Interlocked.Increment(ref _answered);
    }

    public void Received(int bytes, long now)
    {
        if (Holds(now))
            Interlocked.Add(ref _bytes, bytes);
    }

    public void Delivered(long stamp, long now) => Count(Receipts, stamp, now);

    public void Acked(long stamp, long now, int roomSize)
    {
        Count(Acks, stamp, now);
        if (Holds(stamp))
            Interlocked.Add(ref _expected, roomSize);
    }

    public void Refuse(string answer)
    {
        Interlocked.Increment(ref _refused);
        Interlocked.CompareExchange(ref _firstRefusal, answer, null);
    }

    private void Count(Flow flow, long stamp, long now)
    {
        if (Holds(now))
            flow.CountArrival();

        if (Holds(stamp))
            flow.Record(now - stamp);
    }

    private bool Holds(long ticks) => ticks >= Volatile.Read(ref _start) && ticks < Volatile.Read(ref _end);
}
