using MessagePack;

namespace SignalRChat.Contracts;

/// <summary>Reports a message to the operator: <see cref="IChatHub.ReportMessage"/>.</summary>
[MessagePackObject]
public sealed record ReportMessageRequest
{
    /// <summary>The room's name, in the form of <see cref="ChatLimits.RoomNamePattern"/>.</summary>
    [Key("room")]
    public string Room { get; init; } = "";

    /// <summary>The id of the message.</summary>
    [Key("messageId")]
    public string MessageId { get; init; } = "";

    /// <summary>The reason: 1 to <see cref="ChatLimits.ReasonLength"/> UTF-16 code units, at least one of them visible.</summary>
    [Key("reason")]
    public string Reason { get; init; } = "";
}
