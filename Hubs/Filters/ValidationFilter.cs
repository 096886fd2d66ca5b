using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.SignalR;
using SignalRChat.Auth;
using SignalRChat.Services.Log;
using SignalRChat.Services.Rooms;

namespace SignalRChat.Hubs.Filters;

/// <summary>
/// Checks every request record, field by field, before the hub sees it. A refusal names the field that is malformed or out of its
/// range. A record without a rule is a defect, not a pass.
/// </summary>
internal sealed class ValidationFilter(IOptions<LimitOptions> options) : IHubFilter
{
    private readonly LimitOptions _limits = options.Value;

    public ValueTask<object?> InvokeMethodAsync(HubInvocationContext call, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        if (call.HubMethodArguments is not [{ } request])
            throw new ChatRefusedException(ChatErrorCodes.InvalidArgument, $"{call.HubMethodName} expects one request object.");
        Check(request);
        return next(call);
    }

    private void Check(object request)
    {
        switch (request)
        {
            case JoinRoomRequest join: FieldRules.Room(join.Room); FieldRules.Cursor(join.After); break;
            case LeaveRoomRequest leave: FieldRules.Room(leave.Room); break;
            case SendMessageRequest send: Check(send); break;
            case EditMessageRequest edit: FieldRules.Room(edit.Room); FieldRules.MessageId(edit.MessageId); CheckText(edit.Text); break;
            case DeleteMessageRequest delete: FieldRules.Room(delete.Room); FieldRules.MessageId(delete.MessageId); break;
            case GetUpdatesRequest updates:
                FieldRules.Room(updates.Room);
                FieldRules.Cursor(updates.After);
                CheckLimit(updates.Limit, _limits.CatchUpPageSize, ChatLimits.CatchUpPageSize);
                break;
            case GetHistoryRequest history:
                FieldRules.Room(history.Room);
                FieldRules.Before(history.Before);
                CheckLimit(history.Limit, _limits.PageSize, ChatLimits.PageSize);
                break;
            case StartTypingRequest start: FieldRules.Room(start.Room); break;
            case StopTypingRequest stop: FieldRules.Room(stop.Room); break;
            case GetMembersRequest members: Check(members); break;
            case ListRoomsRequest list:
                FieldRules.RoomPrefix(list.Prefix);
                FieldRules.RoomAfter(list.After);
                CheckLimit(list.Limit, _limits.PageSize, ChatLimits.PageSize);
                break;
            case KickMemberRequest kick: FieldRules.Room(kick.Room); FieldRules.UserId(kick.UserId); break;
            case BanMemberRequest ban: FieldRules.Room(ban.Room); FieldRules.UserId(ban.UserId); break;
            case UnbanMemberRequest unban: FieldRules.Room(unban.Room); FieldRules.UserId(unban.UserId); break;
            case SetRoleRequest set: FieldRules.Room(set.Room); FieldRules.UserId(set.UserId); FieldRules.Role(set.Role); break;
            default: throw new UnreachableException($"There is no rule for {request.GetType().Name}.");
        }
    }

    private void Check(GetMembersRequest members)
    {
        FieldRules.Room(members.Room);
        if (members.After is not null)
            FieldRules.UserId(members.After, "after");
        if (members.Limit is { } limit)
            CheckLimit(limit, _limits.PageSize, ChatLimits.PageSize);
    }

    public void Check(SendMessageRequest send)
    {
        FieldRules.Room(send.Room);
        FieldRules.MessageId(send.MessageId);
        CheckText(send.Text);
        if (send.ReplyTo is not null)
            FieldRules.MessageId(send.ReplyTo, "replyTo");
    }

    private void CheckText(string? text)
    {
        FieldRules.Text(text);
        if (text!.Length > _limits.TextLength)
        {
            throw new ChatRefusedException(
                ChatErrorCodes.TextTooLong, $"The text has {text.Length} characters; the limit is {_limits.TextLength}.");
        }
    }

    /// <summary>
    /// A client can rely on the contract: if an operator allows less, the client gets smaller pages and no refusal.
    /// </summary>
    private static void CheckLimit(int limit, int allowed, int promised)
    {
        var max = Math.Max(allowed, promised);
        if (limit < 1 || limit > max)
            throw FieldRules.Invalid($"limit is {limit}; expected 1 to {max}.");
    }
}

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
