using MessagePack;

namespace SignalRChat.Contracts;

/// <summary>All reactions to one message. They change together, under one revision of the room.</summary>
[MessagePackObject]
public sealed record MessageReactions
{
    /// <summary>The id of the message.</summary>
    [Key("messageId")]
    public string MessageId { get; init; } = "";

    /// <summary>The sequence of the message.</summary>
    [Key("sequence")]
    public long Sequence { get; init; }

    /// <summary>The revision of the latest change of the reactions. It does not change the revision of the message.</summary>
    [Key("revision")]
    public long Revision { get; init; }

    /// <summary>One for each emoji, in the order in which they came; empty if all reactions were taken back.</summary>
    [Key("tallies")]
    public ReactionTally[] Tallies { get; init; } = [];
}

/// <summary>The reactions to a message with one emoji.</summary>
[MessagePackObject]
public sealed record ReactionTally
{
    /// <summary>The emoji.</summary>
    [Key("emoji")]
    public string Emoji { get; init; } = "";

    /// <summary>The number of users, 1 or more.</summary>
    [Key("count")]
    public int Count { get; init; }

    /// <summary>
    /// The ids of the newest of these users, the newest first, at most <see cref="ChatLimits.ReactionUsers"/>. An older reaction of the
    /// caller is not among them: <see cref="Count"/> alone includes it.
    /// </summary>
    [Key("userIds")]
    public string[] UserIds { get; init; } = [];
}
