using System.IO.Enumeration;

namespace SignalRChat.Common;

/// <summary>
/// The permissions and restrictions of the claim <c>chat</c> of a user's token. A token without the claim has no grant, and a member that
/// is null restricts nothing.
/// </summary>
internal sealed record ChatGrant
{
    /// <summary>The names of the rooms that the user may enter. A star stands for any characters, also none.</summary>
    public IReadOnlyList<string>? Rooms { get; init; }

    /// <summary>The kinds of rooms that the user may make, of <see cref="RoomKinds"/>.</summary>
    public IReadOnlyList<string>? Create { get; init; }

    /// <summary>The user has the rights of a moderator in every room that it is a member of.</summary>
    public bool IsModerator { get; init; }

    /// <summary>The user is a service, whose messages are of the kind <see cref="MessageKinds.System"/>.</summary>
    public bool IsService { get; init; }

    public bool MayEnter(string room) =>
        Rooms is null || Rooms.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, room, ignoreCase: false));
}
