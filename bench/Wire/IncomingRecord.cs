namespace SignalRChat.Bench.Wire;

/// <summary>What the generator needs to know of a record of the hub protocol; the rest of it stays unread.</summary>
internal enum IncomingKind
{
    Other,
    Invocation,
    Completion,
    Close,
}

internal readonly ref struct IncomingRecord(IncomingKind kind, ReadOnlySpan<byte> invocationId = default, bool failed = false)
{
    public IncomingKind Kind { get; } = kind;

    /// <summary>Of a completion; empty otherwise.</summary>
    public ReadOnlySpan<byte> InvocationId { get; } = invocationId;

    /// <summary>The completion carries an error instead of a result.</summary>
    public bool Failed { get; } = failed;
}
