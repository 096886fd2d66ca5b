using System.Text.Json.Serialization;
using SignalRChat.Services.Log;

namespace SignalRChat.Api.Rooms;

/// <summary>Settings of a room. One that is left out stays as it is.</summary>
internal abstract record RoomChanges
{
    /// <summary>The title to display; an empty one removes it.</summary>
    public string? Title { get; init; }

    /// <summary>A JSON object of at most 8,192 bytes for the app; an empty one removes it.</summary>
    [JsonConverter(typeof(JsonTextConverter))]
    public string? Data { get; init; }

    /// <summary>Whether joins, leaves and changes are system messages. Default: in private rooms.</summary>
    public bool? Announce { get; init; }

    /// <summary><c>members</c> or <c>moderators</c>: who may post. A backend may always.</summary>
    public string? Posting { get; init; }

    /// <summary>The time between two posts of a member, 0 to 21,600 seconds.</summary>
    public int? SlowModeSeconds { get; init; }

    /// <summary>The most members, 2 to 1,000,000; -1 for the setting of the server.</summary>
    public int? MaxMembers { get; init; }

    /// <summary>Whether the room has typing notices.</summary>
    public bool? Typing { get; init; }

    /// <summary><c>full</c>, <c>count</c> or <c>off</c>: how the room shows its present users.</summary>
    public string? Presence { get; init; }

    /// <summary>
    /// How long messages are to be kept, 0 to 36,500 days; 0 for ever, -1 for the setting of the server. It is stored, and nothing is
    /// deleted yet.
    /// </summary>
    public int? RetentionDays { get; init; }

    /// <summary>Whether the room is archived: only a backend posts there.</summary>
    public bool? Archived { get; init; }

    /// <exception cref="ChatRefusedException">A setting is malformed or out of its range.</exception>
    public SetRoomCommand ToCommand(string room)
    {
        var request = new SetRoomRequest
        {
            Room = room,
            Title = Title,
            Data = Data,
            Announce = Announce,
            Posting = Posting,
            SlowModeSeconds = SlowModeSeconds,
            MaxMembers = MaxMembers,
            Typing = Typing,
            Presence = Presence,
            RetentionDays = RetentionDays,
        };
        FieldRules.Settings(request);
        return SetRoomCommand.Of(request, ServiceCommand.Nobody) with { IsArchived = Archived };
    }
}

/// <summary>The body of <c>PATCH /rooms/{room}</c>.</summary>
internal sealed record PatchRoom : RoomChanges;

/// <summary>The body of <c>PUT /rooms/{room}</c>.</summary>
internal sealed record PutRoom : RoomChanges
{
    /// <summary><c>private</c>, the default, or <c>public</c>. It never changes.</summary>
    public string? Kind { get; init; }

    public bool IsPrivate()
    {
        var kind = Kind ?? RoomKinds.Private;
        FieldRules.Kind(kind);
        return kind == RoomKinds.Private;
    }
}

/// <summary>The body of <c>PUT /rooms/{room}/members/{userId}</c>.</summary>
internal sealed record PutMember
{
    /// <summary>
    /// The name that others see. By default a member keeps its name, and a new one gets the name of the user's profile, or the user id.
    /// </summary>
    public string? Name { get; init; }

    /// <summary><c>owner</c>, <c>moderator</c> or <c>member</c>. By default a member keeps its role, and a new one is a member.</summary>
    public string? Role { get; init; }
}

/// <summary>A member as it was put.</summary>
internal sealed record MemberState(string Room, string UserId, string Role, long Revision);

/// <summary>A room.</summary>
/// <param name="Room">The room's name.</param>
/// <param name="Kind"><c>public</c>, <c>private</c> or <c>direct</c>.</param>
/// <param name="Revision">The newest revision of the room; in the answer to a change, that of the change.</param>
/// <param name="Info">Its settings, with the revision of their latest change; left out of a list.</param>
internal sealed record RoomState(string Room, string Kind, long Revision, RoomInfo? Info = null)
{
    public static RoomState Of(StoredRoom room) => new(room.Name, room.Kind, room.Head);

    public static RoomState Of(FoundRoom found) => Of(found.Room) with { Info = found.Info };
}

/// <summary>A page of rooms, by name.</summary>
internal sealed record RoomList(RoomState[] Rooms, bool HasMore);

/// <summary>A banned user; <c>by</c> is left out if a backend banned it. The time is in Unix milliseconds.</summary>
internal sealed record RoomBan(string UserId, string? By, long BannedAt);

/// <summary>A report of a message.</summary>
/// <param name="MessageId">The id of the message.</param>
/// <param name="Sequence">The sequence of the message.</param>
/// <param name="UserId">The user who reported it.</param>
/// <param name="Reason">The reason that the user gave.</param>
/// <param name="ReportedAt">The time of the report, in Unix milliseconds.</param>
internal sealed record RoomReport(string MessageId, long Sequence, string UserId, string Reason, long ReportedAt);

/// <summary>A page of the reports of a room, by the sequence of the message and then by user id.</summary>
internal sealed record RoomReportList(string Room, RoomReport[] Reports, bool HasMore)
{
    public static RoomReportList Of(string room, ReportsPage page) => new(
        room,
        [.. page.Reports.Select(one => new RoomReport(one.MessageId.ToString(), one.Sequence, one.UserId, one.Reason, one.At))],
        page.HasMore);
}

/// <summary>A page of the banned users of a room, by user id.</summary>
internal sealed record RoomBanList(string Room, RoomBan[] Bans, bool HasMore)
{
    public static RoomBanList Of(string room, BansPage page) =>
        new(room, [.. page.Bans.Select(ban => new RoomBan(ban.UserId, ban.By.Length == 0 ? null : ban.By, ban.At))], page.HasMore);
}
