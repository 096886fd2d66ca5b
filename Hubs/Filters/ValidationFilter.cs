using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;
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
        GrantRules.Check(call.Context.Features.GetRequiredFeature<ChatSession>(), request);
        return next(call);
    }

    private void Check(object request)
    {
        switch (request)
        {
            case JoinRoomRequest join: FieldRules.Room(join.Room); FieldRules.Cursor(join.After); break;
            case CreateRoomRequest create: Check(create); break;
            case AddMemberRequest add:
                FieldRules.Room(add.Room);
                FieldRules.UserId(add.UserId);
                FieldRules.Role(add.Role ?? RoomRoles.Member);
                break;
            case MuteMemberRequest mute: FieldRules.Room(mute.Room); FieldRules.UserId(mute.UserId); break;
            case SetRoomRequest set: FieldRules.Settings(set); break;
            case ListBansRequest bans: Check(bans); break;
            case OpenDirectRequest open: FieldRules.UserId(open.UserId); break;
            case BlockUserRequest block: FieldRules.UserId(block.UserId); break;
            case ListBlocksRequest blocks: Check(blocks); break;
            case ReportMessageRequest report:
                FieldRules.Room(report.Room);
                FieldRules.MessageId(report.MessageId);
                FieldRules.Reason(report.Reason);
                break;
            case LeaveRoomRequest leave: FieldRules.Room(leave.Room); break;
            case UnsubscribeRoomRequest unsubscribe: FieldRules.Room(unsubscribe.Room); break;
            case SendMessageRequest send: Check(send); break;
            case EditMessageRequest edit:
                FieldRules.Room(edit.Room);
                FieldRules.MessageId(edit.MessageId);
                FieldRules.Text(edit.Text, _limits.TextLength);
                break;
            case DeleteMessageRequest delete: FieldRules.Room(delete.Room); FieldRules.MessageId(delete.MessageId); break;
            case ReactRequest react:
                FieldRules.Room(react.Room);
                FieldRules.MessageId(react.MessageId);
                FieldRules.Emoji(react.Emoji);
                break;
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
            case FollowInboxRequest follow:
                FieldRules.Cursor(follow.After);
                CheckLimit(follow.Limit ?? ChatLimits.PageSize, _limits.PageSize, ChatLimits.PageSize);
                break;
            case MarkReadRequest read: FieldRules.Room(read.Room); FieldRules.Sequence(read.Sequence); break;
            case GetReadCursorsRequest cursors: FieldRules.Room(cursors.Room); break;
            case ReauthenticateRequest again: FieldRules.AccessToken(again.AccessToken); break;
            default: throw new UnreachableException($"There is no rule for {request.GetType().Name}.");
        }
    }

    private static void Check(CreateRoomRequest create)
    {
        if (create.Room is not null)
            FieldRules.NewRoom(create.Room);
        FieldRules.Kind(create.Kind);
        if (create.Title is not null)
            FieldRules.Title(create.Title);
        if (create.Data is not null)
            FieldRules.Data(create.Data);
        FieldRules.Members(create.Members);
    }

    private void Check(ListBansRequest bans)
    {
        FieldRules.Room(bans.Room);
        if (bans.After is not null)
            FieldRules.UserId(bans.After, "after");
        CheckLimit(bans.Limit, _limits.PageSize, ChatLimits.PageSize);
    }

    private void Check(ListBlocksRequest blocks)
    {
        if (blocks.After is not null)
            FieldRules.UserId(blocks.After, "after");
        CheckLimit(blocks.Limit ?? ChatLimits.PageSize, _limits.PageSize, ChatLimits.PageSize);
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
        FieldRules.Text(send.Text, _limits.TextLength);
        if (send.ReplyTo is not null)
            FieldRules.MessageId(send.ReplyTo, "replyTo");
        if (send.Data is not null)
            FieldRules.Data(send.Data);
        if (send.Mentions is not null)
            FieldRules.Mentions(send.Mentions);
    }

    /// <summary>
    /// A client can rely on the contract: if an operator allows less, the client gets smaller pages and no refusal.
    /// </summary>
    private static void CheckLimit(int limit, int allowed, int promised) => FieldRules.Limit(limit, Math.Max(allowed, promised));
}
