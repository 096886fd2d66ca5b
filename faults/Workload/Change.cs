namespace SignalRChat.Faults.Workload;

/// <summary>A change that a client requests in a room, until its outcome is known.</summary>
internal sealed record Change(long Op, OpKind Kind, string Room, string MessageId, string Token, string Text)
{
    public Invoked AsInvoked(bool isRepeat = false) => new(Op, Kind, Room, MessageId, Token) { IsRepeat = isRepeat, Length = Text.Length };
}
