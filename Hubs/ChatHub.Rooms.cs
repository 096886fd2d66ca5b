using SignalRChat.Contracts;

namespace SignalRChat.Hubs;

internal sealed partial class ChatHub
{
    public Task<JoinRoomResult> JoinRoom(JoinRoomRequest request) => rooms.JoinAsync(Session, request, Context.ConnectionAborted);

    public Task LeaveRoom(LeaveRoomRequest request) => rooms.LeaveAsync(Session, request.Room);

    public Task<GetMembersResult> GetMembers(GetMembersRequest request) =>
        directory.MembersAsync(Session, request.Room, Context.ConnectionAborted);

    public Task<ListRoomsResult> ListRooms(ListRoomsRequest request) =>
        directory.ListAsync(Session, request, Context.ConnectionAborted);
}
