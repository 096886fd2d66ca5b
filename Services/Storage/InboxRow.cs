using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage;

/// <summary>A room of a user as a database returns it, without its mentions and its last message.</summary>
internal readonly record struct InboxRow(long Revision, long RoomId, string Room)
{
    public bool IsPrivate { get; init; }

    public bool IsDirect { get; init; }

    public string? Title { get; init; }

    public string? Data { get; init; }

    public long Head { get; init; }

    public long MessageCount { get; init; }

    /// <inheritdoc cref="RoomRow.LastMessage"/>
    public long LastMessage { get; init; }

    /// <summary>Null after the end of the membership.</summary>
    public (string Role, long JoinedAt, long? MutedUntil)? Member { get; init; }

    /// <summary>The read cursor; 0 for none.</summary>
    public long Sequence { get; init; }

    /// <summary>The ordinal at the read cursor.</summary>
    public long Ordinal { get; init; }

    public InboxEntry ToEntry(long mentions, LastMessage? last, long now)
    {
        var (role, joinedAt, mutedUntil) = Member!.Value;
        var isMuted = mutedUntil > now;
        return new()
        {
            Room = Room,
            Kind = IsDirect ? RoomKinds.Direct : IsPrivate ? RoomKinds.Private : RoomKinds.Public,
            Title = Title,
            Data = Data,
            Role = role,
            Revision = Revision,
            JoinedAt = joinedAt,
            Head = Head,
            Unread = MessageCount - Ordinal,
            Mentions = mentions,
            ReadThrough = Sequence,
            LastMessage = last,
            Muted = isMuted,
            MutedUntil = isMuted ? mutedUntil : null,
        };
    }

    /// <summary>A user who is no member learns nothing of the room.</summary>
    public InboxEntry ToEnd(string code) => new() { Room = Room, Revision = Revision, Left = code };
}
