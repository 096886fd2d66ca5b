using Microsoft.AspNetCore.SignalR;
using SignalRChat.Contracts;

namespace SignalRChat.Testing;

/// <summary>The contract in memory. It injects the faults that <see cref="FakeServer"/> requests.</summary>
internal sealed class FakeHub(FakeServer server) : Hub<IChatClient>, IChatHub
{
    /// <summary>A user reacts once, on whichever connection.</summary>
    private const string Reactor = "me";

    private string User => Context.ConnectionId;

    public override Task OnConnectedAsync()
    {
        server.Connections[Context.ConnectionId] = Context;
        if (server.DropsAtOnce)
            FakeServer.Break(Context);
        return Task.CompletedTask;
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        server.Connections.TryRemove(Context.ConnectionId, out _);
        return Task.CompletedTask;
    }

    public async Task<JoinRoomResult> JoinRoom(JoinRoomRequest request)
    {
        server.Joins.Enqueue(request);
        server.Called();
        await server.Faults.BeforeAsync(nameof(JoinRoom), Context);
        await Groups.AddToGroupAsync(Context.ConnectionId, request.Room);
        var answer = server.Room(request.Room).Join(request, server.PageSize);
        await server.Faults.AfterAsync(nameof(JoinRoom), Context);
        return answer;
    }

    public async Task LeaveRoom(LeaveRoomRequest request)
    {
        await Groups.RemoveFromGroupAsync(Context.ConnectionId, request.Room);
        await Clients.Caller.RemovedFromRoom(new() { Room = request.Room, Code = RoomRemovalCodes.Left });
    }

    public async Task UnsubscribeRoom(UnsubscribeRoomRequest request)
    {
        server.Unsubscribes.Enqueue(request);
        await server.Faults.BeforeAsync(nameof(UnsubscribeRoom), Context);
        await Groups.RemoveFromGroupAsync(Context.ConnectionId, request.Room);
    }

    public async Task<SendMessageResult> SendMessage(SendMessageRequest request)
    {
        server.Sends.Enqueue(request);
        server.Called();
        await server.Faults.BeforeAsync(nameof(SendMessage), Context);
        var (result, update) = server.Room(request.Room).Send(request, User);
        if (update is not null)
            await server.PushAsync(update);
        await server.Faults.AfterAsync(nameof(SendMessage), Context);
        return result;
    }

    public async Task<ChangeMessageResult> EditMessage(EditMessageRequest request)
    {
        await server.Faults.BeforeAsync(nameof(EditMessage), Context);
        var (result, update) = server.Room(request.Room)
            .Change(request.MessageId, message => message with { Text = request.Text, EditedAt = 1 });
        await server.PushAsync(update);
        await server.Faults.AfterAsync(nameof(EditMessage), Context);
        return result;
    }

    public async Task<ChangeMessageResult> DeleteMessage(DeleteMessageRequest request)
    {
        await server.Faults.BeforeAsync(nameof(DeleteMessage), Context);
        var (result, update) = server.Room(request.Room).Change(request.MessageId, message => message with { Text = "", DeletedAt = 1 });
        await server.PushAsync(update);
        await server.Faults.AfterAsync(nameof(DeleteMessage), Context);
        return result;
    }

    public async Task<ChangeMessageResult> React(ReactRequest request)
    {
        await server.Faults.BeforeAsync(nameof(React), Context);
        var (result, update) = server.Room(request.Room).React(request, Reactor);
        if (update is not null)
            await server.PushAsync(update);
        await server.Faults.AfterAsync(nameof(React), Context);
        return result;
    }

    public async Task<GetUpdatesResult> GetUpdates(GetUpdatesRequest request)
    {
        server.Fetches.Enqueue(request);
        server.Called();
        await server.Faults.BeforeAsync(nameof(GetUpdates), Context);
        var page = server.Room(request.Room).After(request.After, Math.Min(request.Limit, server.PageSize));
        await server.Faults.AfterAsync(nameof(GetUpdates), Context);
        return page;
    }

    public Task<GetHistoryResult> GetHistory(GetHistoryRequest request)
    {
        var messages = server.Room(request.Room).Stored.Where(message => message.Sequence < (request.Before ?? long.MaxValue)).ToArray();
        return Task.FromResult(new GetHistoryResult
        {
            Room = request.Room,
            Messages = [.. messages.TakeLast(request.Limit)],
            HasMore = messages.Length > request.Limit,
        });
    }

    public Task StartTyping(StartTypingRequest request) =>
        Clients.Group(request.Room).TypingChanged(new() { Room = request.Room, UserId = User, Name = "somebody", IsTyping = true });

    public Task StopTyping(StopTypingRequest request) =>
        Clients.Group(request.Room).TypingChanged(new() { Room = request.Room, UserId = User, Name = "somebody", IsTyping = false });

    public Task<GetMembersResult> GetMembers(GetMembersRequest request) => Task.FromResult(new GetMembersResult
    {
        Room = request.Room,
        Members = [new() { UserId = User, Name = "somebody", Role = RoomRoles.Owner, IsPresent = true }],
        MemberCount = 1,
    });

    public Task<ListRoomsResult> ListRooms(ListRoomsRequest request) => Task.FromResult(server.Lists(request));

    public Task<RemoveMemberResult> KickMember(KickMemberRequest request) =>
        RemoveAsync(request.Room, request.UserId, RoomRemovalCodes.Kicked);

    public Task<RemoveMemberResult> BanMember(BanMemberRequest request) =>
        RemoveAsync(request.Room, request.UserId, RoomRemovalCodes.Banned);

    public Task<CreateRoomResult> CreateRoom(CreateRoomRequest request) =>
        Task.FromResult(new CreateRoomResult { Room = request.Room ?? "made", Role = RoomRoles.Owner });

    public Task<AddMemberResult> AddMember(AddMemberRequest request) =>
        Task.FromResult(new AddMemberResult { Room = request.Room, UserId = request.UserId, Role = request.Role ?? RoomRoles.Member });

    public Task<ListBansResult> ListBans(ListBansRequest request) => Task.FromResult(new ListBansResult { Room = request.Room });

    public Task<OpenDirectResult> OpenDirect(OpenDirectRequest request) =>
        Task.FromResult(new OpenDirectResult { Room = $"direct-{request.UserId}" });

    public async Task<FollowInboxResult> FollowInbox(FollowInboxRequest request)
    {
        server.Follows.Enqueue(request);
        server.Called();
        await server.Faults.BeforeAsync(nameof(FollowInbox), Context);
        await Groups.AddToGroupAsync(Context.ConnectionId, FakeServer.InboxGroup);
        var page = server.Inbox.Follow(request, server.PageSize);
        await server.Faults.AfterAsync(nameof(FollowInbox), Context);
        return page;
    }

    public async Task<MarkReadResult> MarkRead(MarkReadRequest request)
    {
        server.Marks.Enqueue(request);
        server.Called();
        await server.Faults.BeforeAsync(nameof(MarkRead), Context);
        var before = server.Inbox.Head;
        var answer = server.Inbox.Mark(request.Room, request.Sequence);
        if (server.Inbox.Head > before)
            await server.PushInboxAsync(server.Inbox.Range(before, server.Inbox.Head));
        await server.Faults.AfterAsync(nameof(MarkRead), Context);
        return answer;
    }

    public Task<GetReadCursorsResult> GetReadCursors(GetReadCursorsRequest request) =>
        Task.FromResult(new GetReadCursorsResult { Room = request.Room, Shared = true });

    public Task BlockUser(BlockUserRequest request) => Task.CompletedTask;

    public Task<ListBlocksResult> ListBlocks(ListBlocksRequest request) => Task.FromResult(new ListBlocksResult());

    public Task ReportMessage(ReportMessageRequest request) => Task.CompletedTask;

    public Task<MuteMemberResult> MuteMember(MuteMemberRequest request) =>
        Task.FromResult(new MuteMemberResult { Room = request.Room, UserId = request.UserId });

    public Task<SetRoomResult> SetRoom(SetRoomRequest request) => Task.FromResult(new SetRoomResult { Room = request.Room });

    public Task UnbanMember(UnbanMemberRequest request) => Task.CompletedTask;

    public Task SetRole(SetRoleRequest request) =>
        server.PushAsync(server.Room(request.Room).ChangeMember(request.UserId, member => member with { Role = request.Role }));

    public async Task<ReauthenticateResult> Reauthenticate(ReauthenticateRequest request)
    {
        if (!server.Reauthenticates)
            throw new HubException($"{ChatErrorCodes.UnknownMethod}: The hub has no such method.");
        await server.Faults.BeforeAsync(nameof(Reauthenticate), Context);
        server.Tokens.Enqueue(request.AccessToken);
        return new();
    }

    private async Task<RemoveMemberResult> RemoveAsync(string room, string userId, string code)
    {
        await Clients.Client(userId).RemovedFromRoom(new() { Room = room, Code = code });
        return new() { Room = room, UserId = userId };
    }
}
