using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage.Postgres;

/// <summary>The members that a batch reads, and its changes to them.</summary>
internal sealed class MemberRows
{
    private Dictionary<(long RoomId, string UserId), StoredMember>? _stored;

    public Dictionary<(long RoomId, string UserId), MemberChange> Changes { get; } = [];

    /// <summary>Takes a row of <see cref="PostgresStatements.FindMembers"/> or <see cref="PostgresStatements.FindHeirs"/>.</summary>
    public void Load(long roomId, string userId, MemberRow member, long joinedAt) =>
        (_stored ??= [])[(roomId, userId)] = new(member, joinedAt);

    public MemberRow? Find(long roomId, string userId) => FindStored(roomId, userId, now: 0)?.Member;

    /// <inheritdoc cref="IBatchRows.FindHeir"/>
    public string? FindHeir(long roomId, long now)
    {
        (string? UserId, StoredMember Member) first = default;
        foreach (var (room, userId) in (_stored ?? []).Keys.Union(Changes.Keys))
        {
            if (room != roomId || FindStored(roomId, userId, now) is not { } member)
                continue;
            if (member.Member.Role == RoomRoles.Owner)
                return null;
            if (first.UserId is null || Compare((userId, member), first!) < 0)
                first = (userId, member);
        }
        return first.UserId;
    }

    public MemberChange ChangeOf(long roomId, string userId)
    {
        if (!Changes.TryGetValue((roomId, userId), out var change))
            Changes.Add((roomId, userId), change = new());
        return change;
    }

    private StoredMember? FindStored(long roomId, string userId, long now)
    {
        var stored = default(StoredMember);
        var isStored = _stored?.TryGetValue((roomId, userId), out stored) ?? false;
        if (!Changes.TryGetValue((roomId, userId), out var change))
            return isStored ? stored : null;
        var state = change.State;
        if (change.Added is { } added)
            return new(new(change.Name!, state?.Role ?? added, state?.MutedUntil), now);
        if (change.IsRemoved || !isStored)
            return null;
        var member = stored.Member with { Name = change.Name ?? stored.Member.Name };
        return stored with
        {
            Member = state is null ? member : member with { Role = state.Role, MutedUntil = state.MutedUntil },
        };
    }

    /// <summary>Moderators before members, and then who has been a member for longest.</summary>
    private static int Compare((string UserId, StoredMember Member) one, (string UserId, StoredMember Member) other)
    {
        var (isModerator, isOtherModerator) =
            (one.Member.Member.Role == RoomRoles.Moderator, other.Member.Member.Role == RoomRoles.Moderator);
        if (isModerator != isOtherModerator)
            return isModerator ? -1 : 1;
        var byTime = one.Member.JoinedAt.CompareTo(other.Member.JoinedAt);
        return byTime != 0 ? byTime : string.CompareOrdinal(one.UserId, other.UserId);
    }

    private readonly record struct StoredMember(MemberRow Member, long JoinedAt);
}

/// <summary>The changes of a batch to a membership.</summary>
internal sealed class MemberChange
{
    /// <summary>The membership that was there has ended, whether or not another began.</summary>
    public bool IsRemoved { get; set; }

    /// <summary>The role of the membership that began; null when no membership began.</summary>
    public string? Added { get; set; }

    public string? Name { get; set; }

    /// <summary>What a new member has read: the newest revision, and the ordinal of the newest message.</summary>
    public (long Sequence, long Ordinal) Read { get; set; }

    /// <summary>The new state of the membership; null when only its name changed.</summary>
    public ChangedMember? State { get; set; }
}
