using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;
using SignalRChat.Auth.Tokens;
using SignalRChat.Services.Feed;
using SignalRChat.Services.Inbox;
using SignalRChat.Services.Rooms;
using SignalRChat.Services.Typing;

namespace SignalRChat.Hubs;

/// <summary>
/// The hub. The filters check the arguments. Each method then calls one service and sends the room what is not durable.
/// </summary>
internal sealed class ChatHub(
    RoomService rooms,
    RoomDirectory directory,
    RoomModeration moderation,
    RoomMaking making,
    UserSafety safety,
    InboxService inbox,
    CatchUpReader reader,
    MessageService messages,
    TypingTracker typing,
    TokenCheck tokens) : Hub<IChatClient>, IChatHub
{
    private CallOrder? _order;
    private long _number;

    // A feature of the connection, because a hub object lives for one call only.
    private ChatSession Session => Context.Features.GetRequiredFeature<ChatSession>();

    /// <summary>
    /// The call was let in. It leaves when SignalR disposes the hub object, after the answer was written. Not public: a client could
    /// call it.
    /// </summary>
    internal void Enter(CallOrder order, long number) => (_order, _number) = (order, number);

    /// <summary>Completes when all calls before this one were answered; at once if its command was queued.</summary>
    internal Task EarlierAnsweredAsync() => _order?.EarlierAnsweredAsync(_number) ?? Task.CompletedTask;

    public override Task OnConnectedAsync()
    {
        var user = ConnectionUser.From(Context.User!);
        var queue = Context.Features.GetRequiredFeature<IOutboundQueue>();
        Context.Features.Set(rooms.Open(Context.ConnectionId, user, queue, ConnectionUser.GrantOf(Context.User!)));
        return Task.CompletedTask;
    }

    /// <summary>Runs however a connection ends; SignalR itself removes it from the groups.</summary>
    public override Task OnDisconnectedAsync(Exception? exception)
    {
        if (Context.Features.Get<ChatSession>() is { } session)
        {
            foreach (var room in rooms.Close(session))
                typing.End(room, session.User.UserId);
        }
        return Task.CompletedTask;
    }

    public Task<SendMessageResult> SendMessage(SendMessageRequest request) => messages.SendAsync(Session, request);

    public Task<ChangeMessageResult> EditMessage(EditMessageRequest request) => messages.EditAsync(Session, request);

    public Task<ChangeMessageResult> DeleteMessage(DeleteMessageRequest request) => messages.DeleteAsync(Session, request);

    public Task<ChangeMessageResult> React(ReactRequest request) => messages.ReactAsync(Session, request);

    public Task<GetUpdatesResult> GetUpdates(GetUpdatesRequest request) =>
        IfStillPermittedAsync(reader.ReadUpdatesAsync(Session, request, Context.ConnectionAborted));

    public Task<GetHistoryResult> GetHistory(GetHistoryRequest request) =>
        IfStillPermittedAsync(reader.ReadHistoryAsync(Session, request, Context.ConnectionAborted));

    public Task<JoinRoomResult> JoinRoom(JoinRoomRequest request) => rooms.JoinAsync(Session, request, Context.ConnectionAborted);

    public Task<CreateRoomResult> CreateRoom(CreateRoomRequest request) => making.CreateAsync(Session, request);

    public Task LeaveRoom(LeaveRoomRequest request) => rooms.LeaveAsync(Session, request.Room);

    public Task UnsubscribeRoom(UnsubscribeRoomRequest request) =>
        rooms.UnsubscribeAsync(Session, request.Room, Context.ConnectionAborted);

    public Task<GetMembersResult> GetMembers(GetMembersRequest request) =>
        IfStillPermittedAsync(directory.MembersAsync(Session, request, Context.ConnectionAborted));

    public Task<ListRoomsResult> ListRooms(ListRoomsRequest request) =>
        IfStillPermittedAsync(directory.ListAsync(Session, request, Context.ConnectionAborted));

    public Task<RemoveMemberResult> KickMember(KickMemberRequest request) => moderation.KickAsync(Session, request);

    public Task<RemoveMemberResult> BanMember(BanMemberRequest request) => moderation.BanAsync(Session, request);

    public Task<AddMemberResult> AddMember(AddMemberRequest request) => making.AddMemberAsync(Session, request);

    public Task<MuteMemberResult> MuteMember(MuteMemberRequest request) => moderation.MuteAsync(Session, request);

    public Task<SetRoomResult> SetRoom(SetRoomRequest request) => making.SetAsync(Session, request);

    public Task UnbanMember(UnbanMemberRequest request) => moderation.UnbanAsync(Session, request);

    public Task<ListBansResult> ListBans(ListBansRequest request) =>
        IfStillPermittedAsync(directory.BansAsync(Session, request, Context.ConnectionAborted));

    public Task<OpenDirectResult> OpenDirect(OpenDirectRequest request) => safety.OpenDirectAsync(Session, request);

    public Task BlockUser(BlockUserRequest request) => safety.BlockAsync(Session, request);

    public Task<ListBlocksResult> ListBlocks(ListBlocksRequest request) =>
        IfStillPermittedAsync(safety.BlocksAsync(Session, request, Context.ConnectionAborted));

    public Task ReportMessage(ReportMessageRequest request) => safety.ReportAsync(Session, request);

    public Task SetRole(SetRoleRequest request) => moderation.SetRoleAsync(Session, request);

    public Task<FollowInboxResult> FollowInbox(FollowInboxRequest request) =>
        IfStillPermittedAsync(inbox.FollowAsync(Session, request, Context.ConnectionAborted));

    public Task<MarkReadResult> MarkRead(MarkReadRequest request) => inbox.MarkReadAsync(Session, request);

    public Task<GetReadCursorsResult> GetReadCursors(GetReadCursorsRequest request) =>
        IfStillPermittedAsync(inbox.ReadCursorsAsync(Session, request.Room, Context.ConnectionAborted));

    public Task StartTyping(StartTypingRequest request) => Session.Find(request.Room) is { } subscription
        ? rooms.StartTypingAsync(Session, subscription, Context.ConnectionAborted)
        : RefuseAsync(request.Room);

    public Task StopTyping(StopTypingRequest request)
    {
        if (Session.Find(request.Room) is null)
            return RefuseAsync(request.Room);
        typing.End(request.Room, Session.User.UserId);
        return Task.CompletedTask;
    }

    public async Task<ReauthenticateResult> Reauthenticate(ReauthenticateRequest request)
    {
        var (token, grant) = await tokens.CheckAsync(request.AccessToken, Session.User.UserId, Context.ConnectionAborted);
        if (grant is not null && Array.Find(Session.Rooms(), room => !grant.MayEnter(room)) is { } room)
        {
            throw new ChatRefusedException(
                ChatErrorCodes.Forbidden, $"The token does not permit {room}, which this connection has joined.");
        }
        Session.Grant = grant;
        Session.Part?.GrantChanged();
        Context.Features.GetRequiredFeature<IConnectionToken>().Replace(token);
        return new() { ExpiresAt = token.ExpiresAt?.ToUnixTimeMilliseconds() ?? 0 };
    }

    protected override void Dispose(bool disposing)
    {
        _order?.Leave(_number);
        base.Dispose(disposing);
    }

    /// <summary>The user may have been banned while the database was read.</summary>
    private async Task<T> IfStillPermittedAsync<T>(Task<T> read)
    {
        var answer = await read;
        Session.RequireAccess();
        return answer;
    }

    private async Task RefuseAsync(string room) => throw await rooms.RefusalAsync(Session, room, Context.ConnectionAborted);
}

/// <summary>
/// Makes the hub object of a call. SignalR's own activator is a scoped service, for which each call's scope gets a table.
/// </summary>
internal sealed class ChatHubActivator(
    RoomService rooms,
    RoomDirectory directory,
    RoomModeration moderation,
    RoomMaking making,
    UserSafety safety,
    InboxService inbox,
    CatchUpReader reader,
    MessageService messages,
    TypingTracker typing,
    TokenCheck tokens) : IHubActivator<ChatHub>
{
    public ChatHub Create() => new(rooms, directory, moderation, making, safety, inbox, reader, messages, typing, tokens);

    public void Release(ChatHub hub) => hub.Dispose();
}
