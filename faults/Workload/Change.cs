namespace SignalRChat.Faults.Workload;

/// <summary>
/// A change that a client requests in a room, until its outcome is known. The token is unique for a text, and names the user or the emoji
/// of any other change.
/// </summary>
internal sealed record Change(long Op, OpKind Kind, string Room, string MessageId, string Token, string Text)
{
    /// <summary>The new role, or the new value of a setting.</summary>
    public string? Value { get; init; }

    /// <summary>The author, if it is not the client.</summary>
    public string? Author { get; init; }

    public Invoked AsInvoked(bool isRepeat = false) => new(Op, Kind, Room, MessageId, Token)
    {
        IsRepeat = isRepeat,
        Length = Text.Length,
        Author = Author,
        Value = Value,
    };
}
