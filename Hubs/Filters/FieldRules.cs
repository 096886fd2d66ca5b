using System.Diagnostics.CodeAnalysis;
using SignalRChat.Auth;
using SignalRChat.Services.Log;

namespace SignalRChat.Hubs.Filters;

/// <summary>The rules of single fields. The offending value is not repeated: it may be long, and it is the caller's.</summary>
internal static class FieldRules
{
    public static void Room([NotNull] string? room, string field = "room")
    {
        if (room is null || !Identifiers.IsRoomName(room))
            throw Invalid($"{field} must match {ChatLimits.RoomNamePattern}.");
    }

    public static void RoomPrefix(string? prefix)
    {
        if (prefix is not (null or "") && !Identifiers.IsRoomName(prefix))
            throw Invalid("prefix must be the beginning of a room name.");
    }

    public static void RoomAfter(string? after)
    {
        if (after is not null)
            Room(after, "after");
    }

    public static void MessageId([NotNull] string? id, string field = "messageId")
    {
        if (id is null || !Identifiers.TryParseMessageId(id, out _))
            throw Invalid($"{field} must be a UUID in its canonical lower-case form.");
    }

    /// <summary>As in a token: no user has an id of another form.</summary>
    public static void UserId([NotNull] string? userId, string field = "userId")
    {
        if (userId is not { Length: > 0 and <= ChatLimits.UserIdLength } || !DisplayName.IsPlain(userId))
            throw Invalid($"{field} must have 1 to {ChatLimits.UserIdLength} characters and no control characters.");
    }

    public static void Role([NotNull] string? role)
    {
        if (!RoomPermissions.IsRole(role))
            throw Invalid($"role must be {RoomRoles.Owner}, {RoomRoles.Moderator} or {RoomRoles.Member}.");
    }

    public static void Text([NotNull] string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw Invalid("text must not be empty.");
        if (!IsWellFormed(text))
            throw Invalid("text must not contain an unpaired surrogate.");
        if (text.Contains('\0', StringComparison.Ordinal))
            throw Invalid("text must not contain U+0000.");
        if (!VisibleText.ShowsSomething(text))
            throw Invalid("text must contain a visible character.");
    }

    public static void Cursor(long? after)
    {
        if (after < 0)
            throw Invalid("after must be 0 or more.");
    }

    public static void Before(long? before)
    {
        if (before < 1)
            throw Invalid("before must be 1 or more.");
    }

    public static ChatRefusedException Invalid(string sentence) => new(ChatErrorCodes.InvalidArgument, sentence);

    // Stored text must be returned unchanged: a lone surrogate has no form in UTF-8.
    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]))
                return false;
            i++;
        }
        return true;
    }
}
