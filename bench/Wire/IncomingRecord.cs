namespace SignalRChat.Bench.Wire;

/// <summary>The parts of a hub protocol record that the generator needs. The rest stays unread.</summary>
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

    /// <summary>The id of a completion; empty otherwise.</summary>
    public ReadOnlySpan<byte> InvocationId { get; } = invocationId;

    /// <summary>The completion carries an error instead of a result.</summary>
    public bool Failed { get; } = failed;
}
