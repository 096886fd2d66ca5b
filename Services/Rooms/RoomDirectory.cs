using SignalRChat.Services.Log;
using SignalRChat.Services.Presence;

namespace SignalRChat.Services.Rooms;

/// <summary>Lists rooms and their members: the stored answer with the current presence.</summary>
internal sealed class RoomDirectory(IRoomStore rooms, PresenceTracker presence, IOptions<LimitOptions> limits)
{
    public async Task<GetMembersResult> MembersAsync(ChatSession session, string room, CancellationToken cancellationToken)
    {
        var limit = limits.Value.PageSize;
        var all = await rooms.ReadMembersAsync(room, session.User.UserId, limit, cancellationToken) ?? throw Refusals.NotAMember(room);
        var here = presence.UserIds(room, limit);
        var members = new List<RoomMember>(limit);
        foreach (var member in await rooms.ReadMembersAsync(room, here, cancellationToken))
            members.Add(member with { IsPresent = true });
        foreach (var member in all.Members)
        {
            if (members.Count < limit && !here.Contains(member.UserId))
                members.Add(member);
        }
        return new GetMembersResult { Room = room, Members = [.. members], MemberCount = all.MemberCount };
    }

    public async Task<ListRoomsResult> ListAsync(ChatSession session, ListRoomsRequest request, CancellationToken cancellationToken)
    {
        var limit = Math.Min(request.Limit, limits.Value.PageSize);
        var page = await rooms.ReadRoomsAsync(session.User.UserId, request.Prefix, request.After, limit, cancellationToken);
        var listed = Array.ConvertAll(page.Rooms, room => room with { PresentCount = presence.Count(room.Room) });
        return new ListRoomsResult { Rooms = listed, HasMore = page.HasMore };
    }
}
