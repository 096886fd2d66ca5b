using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace SignalRChat.Common;

/// <summary>The rules of single fields. The offending value is not repeated: it may be long, and it is the caller's.</summary>
internal static class FieldRules
{
    /// <summary>Deeper than any data in a frame of JSON, whose reader has a limit as well.</summary>
    private const int DeepestFrame = 1_000;

    private const char FirstSurrogate = '\uD800';
    private const char LastSurrogate = '\uDFFF';

    public static void Room([NotNull] string? room, string field = "room")
    {
        if (room is null || !Identifiers.IsRoomName(room))
            throw Invalid($"{field} must match {ChatLimits.RoomNamePattern}.");
    }

    public static void NewRoom(string room)
    {
        Room(room);
        if (DirectRooms.IsName(room))
            throw Invalid("room must not have the form of the name of a direct room.");
    }

    public static void Kind([NotNull] string? kind)
    {
        if (kind is not (RoomKinds.Public or RoomKinds.Private))
            throw Invalid($"kind must be {RoomKinds.Public} or {RoomKinds.Private}.");
    }

    public static void Title(string title)
    {
        if (title.Length > ChatLimits.TitleLength || !IsWellFormed(title) || !DisplayName.IsPlain(title)
            || !VisibleText.ShowsSomething(title))
        {
            throw Invalid($"title must have 1 to {ChatLimits.TitleLength} characters, at least one visible, and no control characters.");
        }
    }

    private static void Posting(string? posting)
    {
        if (posting is not (null or RoomPosting.Members or RoomPosting.Moderators))
            throw Invalid($"posting must be {RoomPosting.Members} or {RoomPosting.Moderators}.");
    }

    private static void Presence(string? presence)
    {
        if (presence is not (null or RoomPresence.Full or RoomPresence.Count or RoomPresence.Off))
            throw Invalid($"presence must be {RoomPresence.Full}, {RoomPresence.Count} or {RoomPresence.Off}.");
    }

    /// <summary>The settings of a room that a request has. An empty title removes it.</summary>
    public static void Settings(SetRoomRequest set)
    {
        Room(set.Room);
        if (set.Title is { Length: > 0 })
            Title(set.Title);
        if (set.Data is not null)
            Data(set.Data);
        Posting(set.Posting);
        Presence(set.Presence);
        Between(set.SlowModeSeconds, 0, ChatLimits.SlowModeSeconds, "slowModeSeconds");
        if (set.MaxMembers != ChatLimits.OfServer)
            Between(set.MaxMembers, ChatLimits.LeastMembers, ChatLimits.MaxMembers, "maxMembers");
        if (set.RetentionDays != ChatLimits.OfServer)
            Between(set.RetentionDays, 0, ChatLimits.RetentionDays, "retentionDays");
    }

    private static void Between(int? value, int least, int most, string field)
    {
        if (value < least || value > most)
            throw Invalid($"{field} is {value}; expected {least} to {most}.");
    }

    public static void Reason([NotNull] string? reason)
    {
        if (reason is null || reason.Length > ChatLimits.ReasonLength || !IsWellFormed(reason)
            || reason.Contains('\0', StringComparison.Ordinal) || !VisibleText.ShowsSomething(reason))
        {
            throw Invalid($"reason must have 1 to {ChatLimits.ReasonLength} characters, at least one visible.");
        }
    }

    public static void Members([NotNull] string[]? members)
    {
        if (members is null || members.Length > ChatLimits.MembersAdded)
            throw Invalid($"members must be a list of at most {ChatLimits.MembersAdded} users.");
        foreach (var userId in members)
            UserId(userId, "members");
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
        if (userId is null || !Identifiers.IsUserId(userId))
        {
            throw Invalid($"{field} must have 1 to {ChatLimits.UserIdLength} characters, at least one visible, no control characters, and "
                + "not be . or ..");
        }
    }

    /// <summary>The name as others see it.</summary>
    public static string Name(string name) => DisplayName.Parse(name, out var problem) ?? throw Invalid(problem);

    public static void AccessToken([NotNull] string? token)
    {
        if (string.IsNullOrEmpty(token))
            throw Invalid("accessToken must not be empty.");
    }

    public static void Role([NotNull] string? role)
    {
        if (role is not (RoomRoles.Owner or RoomRoles.Moderator or RoomRoles.Member))
            throw Invalid($"role must be {RoomRoles.Owner}, {RoomRoles.Moderator} or {RoomRoles.Member}.");
    }

    /// <param name="text">The text.</param>
    /// <param name="longest">The limit of the operator, in UTF-16 code units.</param>
    public static void Text([NotNull] string? text, int longest)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw Invalid("text must not be empty.");
        if (!IsWellFormed(text))
            throw Invalid("text must not contain an unpaired surrogate.");
        if (text.Contains('\0', StringComparison.Ordinal))
            throw Invalid("text must not contain U+0000.");
        if (!VisibleText.ShowsSomething(text))
            throw Invalid("text must contain a visible character.");
        if (text.Length > longest)
        {
            throw new ChatRefusedException(
                ChatErrorCodes.TextTooLong, $"The text has {text.Length} characters; the limit is {longest}.");
        }
    }

    /// <summary>Whether valid data has no member: in a change it removes what is there.</summary>
    public static bool IsEmptyObject(string data)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(data));
        return reader.Read() && reader.Read() && reader.TokenType == JsonTokenType.EndObject;
    }

    /// <summary>
    /// The depth is limited because a client reads the data some levels below the top of a frame, and no parser reads any depth.
    /// </summary>
    public static void Data(string data)
    {
        var bytes = Encoding.UTF8.GetBytes(data);
        if (bytes.Length > ChatLimits.DataBytes)
            throw TooLarge($"data has {bytes.Length} bytes; the limit is {ChatLimits.DataBytes}.");
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = DeepestFrame });
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                throw Invalid("data must be a JSON object.");
            while (reader.Read())
            {
                var opens = reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
                if (opens && reader.CurrentDepth >= ChatLimits.DataDepth)
                    throw TooLarge($"data has more than {ChatLimits.DataDepth} levels.");
            }
        }
        catch (JsonException)
        {
            // The message of the exception may hold a part of the data.
            throw Invalid("data must be a JSON object.");
        }
    }

    /// <summary>One character as a user sees it, which may be several code points. Which ones are emoji changes each year.</summary>
    public static void Emoji([NotNull] string? emoji)
    {
        if (string.IsNullOrEmpty(emoji) || !IsWellFormed(emoji) || StringInfo.GetNextTextElementLength(emoji) != emoji.Length
            || Encoding.UTF8.GetByteCount(emoji) > ChatLimits.EmojiBytes || !VisibleText.ShowsSomething(emoji)
            || !DisplayName.IsPlain(emoji))
        {
            throw Invalid($"emoji must be one visible character of at most {ChatLimits.EmojiBytes} bytes.");
        }
    }

    public static void Mentions(string[] mentions)
    {
        if (mentions.Length > ChatLimits.Mentions)
            throw Invalid($"mentions names {mentions.Length} users; the limit is {ChatLimits.Mentions}.");
        foreach (var userId in mentions)
            UserId(userId, "mentions");
    }

    public static void Cursor(long? after)
    {
        if (after < 0)
            throw Invalid("after must be 0 or more.");
    }

    public static void Sequence(long sequence)
    {
        if (sequence < 0)
            throw Invalid("sequence must be 0 or more.");
    }

    public static void Before(long? before)
    {
        if (before < 1)
            throw Invalid("before must be 1 or more.");
    }

    public static void Limit(int? limit, int most)
    {
        if (limit < 1 || limit > most)
            throw Invalid($"limit is {limit}; expected 1 to {most}.");
    }

    private static ChatRefusedException TooLarge(string sentence) => new(ChatErrorCodes.DataTooLarge, sentence);

    public static ChatRefusedException Invalid(string sentence) => new(ChatErrorCodes.InvalidArgument, sentence);

    // Stored text must be returned unchanged: a lone surrogate has no form in UTF-8.
    private static bool IsWellFormed(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange(FirstSurrogate, LastSurrogate))
            return true;
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
