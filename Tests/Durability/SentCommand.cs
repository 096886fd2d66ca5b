namespace SignalRChat.Tests.Durability;

internal enum SentCommandKind
{
    Post,
    Edit,
    Delete,
}

/// <summary>One command of a user, before and after its acknowledgement.</summary>
internal sealed class SentCommand(SentCommandKind kind, Voice voice, string messageId, string text)
{
    public SentCommandKind Kind { get; } = kind;

    public Voice Voice { get; } = voice;

    public string MessageId { get; } = messageId;

    public string Text { get; } = text;

    /// <summary>The acknowledged revision; 0 until then.</summary>
    public long Revision { get; set; }
}

/// <summary>The commands of one user in one room, whose order must be kept.</summary>
internal sealed record Voice(string UserId, string Room);
