using SignalRChat.Contracts;

namespace SignalRChat.Hubs;

internal sealed partial class ChatHub
{
    public async Task<JoinRoomResult> JoinRoom(JoinRoomRequest request)
    {
        var answer = await rooms.JoinAsync(Session, request, Context.ConnectionAborted);
        await Groups.AddToGroupAsync(Context.ConnectionId, GroupNames.Room(request.Room));

        // The user may have left on another connection just now, which could not take this one out of a group it was not in.
        if (Session.Find(request.Room) is null)
            await Groups.RemoveFromGroupAsync(Context.ConnectionId, GroupNames.Room(request.Room));
        return rooms.Complete(answer);
    }

    public Task LeaveRoom(LeaveRoomRequest request) => rooms.LeaveAsync(Session, request.Room);

    public Task<GetMembersResult> GetMembers(GetMembersRequest request) =>
        directory.MembersAsync(Session, request.Room, Context.ConnectionAborted);

    public Task<ListRoomsResult> ListRooms(ListRoomsRequest request) =>
        directory.ListAsync(Session, request, Context.ConnectionAborted);
}
