namespace SignalRChat.Tests.Durability;

internal enum ChangeKind
{
    Post,
    Edit,
    Delete,
}

/// <summary>One thing a user asks for, until it is acknowledged and after.</summary>
internal sealed class Change(ChangeKind kind, Voice voice, string messageId, string text)
{
    public ChangeKind Kind { get; } = kind;

    public Voice Voice { get; } = voice;

    public string MessageId { get; } = messageId;

    public string Text { get; } = text;

    /// <summary>What it was acknowledged with; 0 until then.</summary>
    public long Revision { get; set; }
}

/// <summary>What one user says in one room: its order is to be kept.</summary>
internal sealed record Voice(string UserId, string Room);
