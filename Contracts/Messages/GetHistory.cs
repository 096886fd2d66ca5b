using MessagePack;

namespace SignalRChat.Contracts;

/// <summary>Requests messages before a sequence: <see cref="IChatHub.GetHistory"/>.</summary>
[MessagePackObject]
public sealed record GetHistoryRequest
{
    /// <summary>The room's name, in the form of <see cref="ChatLimits.RoomNamePattern"/>.</summary>
    [Key("room")]
    public string Room { get; init; } = "";

    /// <summary>Returns only messages with a lower sequence; null returns the newest.</summary>
    [Key("before")]
    public long? Before { get; init; }

    /// <summary>The maximum number of messages, 1 to <see cref="ChatLimits.PageSize"/>.</summary>
    [Key("limit")]
    public int Limit { get; init; }
}

/// <summary>The answer to <see cref="IChatHub.GetHistory"/>.</summary>
[MessagePackObject]
public sealed record GetHistoryResult
{
    /// <summary>The room's name.</summary>
    [Key("room")]
    public string Room { get; init; } = "";

    /// <summary>The messages by sequence, ascending.</summary>
    [Key("messages")]
    public ChatMessage[] Messages { get; init; } = [];

    /// <summary>The reactions to these messages, by sequence, ascending; null if there are none.</summary>
    [Key("reactions")]
    public MessageReactions[]? Reactions { get; init; }

    /// <summary>True if older messages exist before the first one here.</summary>
    [Key("hasMore")]
    public bool HasMore { get; init; }
}
