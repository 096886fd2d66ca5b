namespace SignalRChat.Services.Log;

/// <summary>The settings of a room for what is not stored: typing and presence.</summary>
/// <param name="HasTyping">Whether typing is sent. In an archived room no member writes.</param>
/// <param name="IsForModerators">Only moderators and owners post, so only they type.</param>
/// <param name="Presence">How present users are shown: a value of <see cref="RoomPresence"/>.</param>
/// <param name="Revision">The revision of the settings; 0 if they were never changed.</param>
internal sealed record EphemeralSettings(bool HasTyping, bool IsForModerators, string Presence, long Revision)
{
    public static EphemeralSettings Of(RoomInfo info) => new(
        info.Typing && info.ArchivedAt is null, info.Posting == RoomPosting.Moderators, info.Presence, info.Revision);

    /// <summary>Whether the room is private does not matter to them.</summary>
    public static EphemeralSettings Of(RoomSettings stored) => Of(stored.ToInfo(isPrivate: false));

    public bool DiffersFrom(EphemeralSettings other) => this != other with { Revision = Revision };
}

/// <summary>The role and the mute of a member at a revision.</summary>
internal sealed record MemberStanding(string Role, long? MutedUntil, long Revision);
