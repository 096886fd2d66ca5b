namespace SignalRChat.Services.Storage;

/// <summary>The private rooms that are created at start. A user removed from the list stays a member: leaving is up to the user.</summary>
internal sealed class PrivateRoomOptions : ICheckedOptions, IReadOptions
{
    public const string SectionName = "Chat";

    /// <summary>
    /// <c>Chat:PrivateRooms:&lt;room&gt;</c>: the ids of its members (<c>sub</c> of the token), the owner first; at least one.
    /// </summary>
    public Dictionary<string, string[]> PrivateRooms { get; } = [];

    /// <summary>Not by the binder, which skips a room without members: any user could then make that room, as a public one.</summary>
    public void Read(IConfiguration configuration)
    {
        foreach (var room in configuration.GetSection(SectionName).GetSection(nameof(PrivateRooms)).GetChildren())
            PrivateRooms[room.Key] = [.. room.GetChildren().Select(member => member.Value ?? "")];
    }

    public IEnumerable<string> Problems()
    {
        foreach (var (room, members) in PrivateRooms)
        {
            var key = $"{SectionName}:{nameof(PrivateRooms)}:{room}";
            if (!Identifiers.IsRoomName(room))
                yield return $"{key} is not a room name; expected the form {ChatLimits.RoomNamePattern}.";
            if (DirectRooms.IsName(room))
                yield return $"{key} has the form of the name of a direct room; expected another name.";
            if (members.Length == 0)
                yield return $"{key} is empty; expected the id of at least one member.";
            else if (members.Any(string.IsNullOrWhiteSpace))
                yield return $"{key} contains an empty member; expected user ids.";
        }
    }
}
