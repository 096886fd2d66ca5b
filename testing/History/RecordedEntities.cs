using SignalRChat.Contracts;

namespace SignalRChat.Testing.History;

/// <summary>The state of all reactions to one message.</summary>
internal sealed record RecordedReactions(long Sequence, long Revision)
{
    /// <summary>Each emoji and its users: <c>+1 bob alice, heart bob</c>. It is whole for up to 20 users of an emoji.</summary>
    public string Tallies { get; init; } = "";

    public static RecordedReactions From(MessageReactions reactions) => new(reactions.Sequence, reactions.Revision)
    {
        Tallies = string.Join(", ", reactions.Tallies.Select(tally => $"{tally.Emoji} {string.Join(' ', tally.UserIds)}")),
    };

    /// <summary>Returns whether the user has this reaction.</summary>
    public bool Has(string emoji, string user) => Array.Exists(
        Tallies.Split(", "), tally => tally.Split(' ') is var parts && parts[0] == emoji && parts.Skip(1).Contains(user));
}

/// <summary>The latest change of a member, or the end of the membership.</summary>
internal sealed record RecordedMember(string UserId, long Revision)
{
    /// <summary>The role; after the end of the membership, the last one.</summary>
    public string Role { get; init; } = "";

    public long? MutedUntil { get; init; }

    /// <summary>Why the membership ended; null while it lasts.</summary>
    public string? Left { get; init; }

    public static RecordedMember From(ChangedMember member) => new(member.UserId, member.Revision)
    {
        Role = member.Role,
        MutedUntil = member.MutedUntil,
        Left = member.Left,
    };
}

/// <summary>The settings of a room.</summary>
internal sealed record RecordedInfo(long Revision)
{
    public string? Title { get; init; }

    /// <summary>Whether the room announces changes of members.</summary>
    public bool? Announce { get; init; }

    /// <summary>The value of <see cref="RoomPosting"/>.</summary>
    public string? Posting { get; init; }

    /// <summary>The seconds between two posts of a member.</summary>
    public int SlowModeSeconds { get; init; }

    public bool IsArchived { get; init; }

    public static RecordedInfo From(RoomInfo info) => new(info.Revision)
    {
        Title = info.Title,
        Announce = info.Announce,
        Posting = info.Posting,
        SlowModeSeconds = info.SlowModeSeconds,
        IsArchived = info.ArchivedAt is not null,
    };
}
