namespace SignalRChat.Services.Log;

/// <summary>The settings of a room as they are stored: null where the default applies.</summary>
internal sealed record RoomSettings
{
    public static readonly RoomSettings Default = new();

    public bool? IsDirect { get; init; }

    public string? Title { get; init; }

    public string? Data { get; init; }

    public bool? Announce { get; init; }

    public string? Posting { get; init; }

    public int? SlowModeSeconds { get; init; }

    public int? MaxMembers { get; init; }

    public bool? Typing { get; init; }

    public string? Presence { get; init; }

    public int? RetentionDays { get; init; }

    public long? ArchivedAt { get; init; }

    public long? Floor { get; init; }

    /// <summary>The revision of the latest change; null if the settings were never changed.</summary>
    public long? Revision { get; init; }

    public static RoomSettings Of(NewRoom made) =>
        made is { IsDirect: false, Title: null, Data: null }
            ? Default
            : new() { IsDirect = made.IsDirect ? true : null, Title = made.Title, Data = made.Data };

    /// <summary>Whether the room announces joins, leaves and changes.</summary>
    public bool Announces(bool isPrivate) => Announce ?? (isPrivate && IsDirect is not true);

    public RoomInfo ToInfo(bool isPrivate) => new()
    {
        Kind = IsDirect is true ? RoomKinds.Direct : isPrivate ? RoomKinds.Private : RoomKinds.Public,
        Title = Title,
        Data = Data,
        Announce = Announces(isPrivate),
        Posting = Posting ?? RoomPosting.Members,
        SlowModeSeconds = SlowModeSeconds ?? 0,
        MaxMembers = MaxMembers,
        Typing = Typing ?? true,
        Presence = Presence ?? RoomPresence.Full,
        RetentionDays = RetentionDays,
        ArchivedAt = ArchivedAt,
        Floor = Floor ?? 0,
        Revision = Revision ?? 0,
    };
}
