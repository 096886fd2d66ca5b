using System.IO.Enumeration;

namespace SignalRChat.Common;

/// <summary>
/// The permissions and restrictions of the claim <c>chat</c> of a user's token. A token without the claim has no grant, and a member that
/// is null restricts nothing.
/// </summary>
internal sealed record ChatGrant
{
    /// <summary>The characters that are not themselves in a pattern.</summary>
    private const string Wildcards = "*?\\";

    /// <summary>The names of the rooms that the user may enter. A star stands for any characters, also none.</summary>
    public IReadOnlyList<string>? Rooms { get; init; }

    /// <summary>The kinds of rooms that the user may make, of <see cref="RoomKinds"/>.</summary>
    public IReadOnlyList<string>? Create { get; init; }

    /// <summary>The user has the rights of a moderator in every room that it is a member of.</summary>
    public bool IsModerator { get; init; }

    /// <summary>The user is a service, whose messages are of the kind <see cref="MessageKinds.System"/>.</summary>
    public bool IsService { get; init; }

    /// <summary>
    /// The place in the order of names after which the next room is that the user may enter, beginning at this place; null if there is
    /// none. It follows from the part of each pattern before its first wildcard.
    /// </summary>
    public string? SkipTo(string after)
    {
        string? first = null;
        foreach (var pattern in Rooms ?? [""])
        {
            var wildcard = pattern.AsSpan().IndexOfAny(Wildcards);
            var start = wildcard < 0 ? pattern : pattern[..wildcard];
            var isPast = string.CompareOrdinal(after, start) >= 0;
            if (isPast && (wildcard < 0 || !after.StartsWith(start, StringComparison.Ordinal)))
                continue;
            var place = isPast ? after : JustBefore(start);
            if (first is null || string.CompareOrdinal(place, first) < 0)
                first = place;
        }
        return first;
    }

    /// <summary>No name is between this and the given one: the last character is beyond those of names.</summary>
    private static string JustBefore(string name) => $"{name[..^1]}{(char)(name[^1] - 1)}~";

    public bool MayEnter(string room) =>
        Rooms is null || Rooms.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, room, ignoreCase: false));
}
