using MessagePack;

namespace SignalRChat.Contracts;

/// <summary>Asks for messages before a place: <see cref="IChatHub.GetHistory"/>.</summary>
[MessagePackObject]
public sealed record GetHistoryRequest
{
    /// <summary>The room's name, in the form of <see cref="ChatLimits.RoomNamePattern"/>.</summary>
    [Key("room")]
    public string Room { get; init; } = "";

    /// <summary>Only messages whose sequence is lower; without it the newest.</summary>
    [Key("before")]
    public long? Before { get; init; }

    /// <summary>How many, 1 to <see cref="ChatLimits.PageSize"/>.</summary>
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

    /// <summary>By sequence, ascending.</summary>
    [Key("messages")]
    public ChatMessage[] Messages { get; init; } = [];

    /// <summary>There are older messages before the first one here.</summary>
    [Key("hasMore")]
    public bool HasMore { get; init; }
}
