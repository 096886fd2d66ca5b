using System.Buffers;

namespace SignalRChat.Common;

/// <summary>The forms of the names and ids in a call. They are checked on every call, so without a pattern.</summary>
internal static class Identifiers
{
    private const int MessageIdLength = 36;

    private static readonly SearchValues<char> _inRoomNames = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <summary>Whether the name matches <see cref="ChatLimits.RoomNamePattern"/>.</summary>
    public static bool IsRoomName(string name) =>
        name.Length is > 0 and <= ChatLimits.RoomNameLength
        && !name.AsSpan().ContainsAnyExcept(_inRoomNames)
        && name[0] is not ('.' or '_' or '-');

    /// <summary>
    /// Whether a user may have this id. No dots alone: every client and server takes such a part out of a path, and the request would
    /// reach another resource.
    /// </summary>
    public static bool IsUserId(string userId) =>
        userId.Length is > 0 and <= ChatLimits.UserIdLength && userId is not ("." or "..")
        && DisplayName.IsPlain(userId) && VisibleText.ShowsSomething(userId);

    /// <summary>Accepts UUIDs in their canonical lower-case form and no other, so that one message never has two ids.</summary>
    public static bool TryParseMessageId(string text, out Guid id)
    {
        Span<char> canonical = stackalloc char[MessageIdLength];
        return Guid.TryParseExact(text, "D", out id) && id.TryFormat(canonical, out _) && canonical.SequenceEqual(text);
    }
}
