using MessagePack;

namespace SignalRChat.Contracts;

/// <summary>The end of a connection: <see cref="IChatClient.SessionEnding"/>.</summary>
[MessagePackObject]
public sealed record SessionEnd
{
    /// <summary>The reason, one of <see cref="SessionEndCodes"/>.</summary>
    [Key("code")]
    public string Code { get; init; } = "";

    /// <summary>True if the client should reconnect.</summary>
    [Key("reconnect")]
    public bool Reconnect { get; init; }
}
