using SignalRChat.Services.Log;
using SignalRChat.Services.Presence;

namespace SignalRChat.Services.Rooms;

/// <summary>Lists rooms and their members: the stored answer with the current presence.</summary>
internal sealed class RoomDirectory(
    IRoomStore rooms, IServerStore server, RoomAccess access, PresenceTracker presence, IOptions<LimitOptions> limits)
{
    /// <summary>The pages that one call reads to find a room that the token permits.</summary>
    private const int MostReads = 10;

    public Task<GetMembersResult> MembersAsync(ChatSession session, GetMembersRequest request, CancellationToken cancellationToken) =>
        request.After is null && request.Limit is null
            ? OverviewAsync(session, request.Room, cancellationToken)
            : PageAsync(session, request, cancellationToken);

    private async Task<GetMembersResult> PageAsync(ChatSession session, GetMembersRequest request, CancellationToken cancellationToken)
    {
        var (room, limit) = (request.Room, Math.Min(request.Limit ?? int.MaxValue, limits.Value.PageSize));
        var page = await rooms.ReadMemberPageAsync(room, session.User.UserId, request.After, limit, cancellationToken)
            ?? throw await access.RefusalAsync(room, session.User.UserId, cancellationToken);
        return ResultOf(room, page, presence);
    }

    /// <summary>The page with the present ones marked, if the room shows them.</summary>
    public static GetMembersResult ResultOf(string room, in MemberPage page, PresenceTracker presence)
    {
        var here = page.ShowsPresent ? presence.ArePresent(room, Array.ConvertAll(page.Members, member => member.UserId)) : null;
        return new GetMembersResult
        {
            Room = room,
            Members = here is null ? page.Members : [.. page.Members.Select((member, i) => member with { IsPresent = here[i] })],
            MemberCount = page.MemberCount,
            HasMore = page.HasMore,
        };
    }

    /// <summary>The members who matter most in one answer: those present first.</summary>
    private async Task<GetMembersResult> OverviewAsync(ChatSession session, string room, CancellationToken cancellationToken)
    {
        var limit = limits.Value.PageSize;
        var all = await rooms.ReadMembersAsync(room, session.User.UserId, limit, cancellationToken)
            ?? throw await access.RefusalAsync(room, session.User.UserId, cancellationToken);
        var here = all.ShowsPresent ? presence.UserIds(room, limit) : [];
        var members = new List<RoomMember>(limit);
        foreach (var member in await rooms.ReadMembersAsync(room, here, cancellationToken))
            members.Add(member with { IsPresent = true });
        foreach (var member in all.Members)
        {
            if (members.Count < limit && !here.Contains(member.UserId))
                members.Add(member);
        }
        var hasMore = all.MemberCount > members.Count;
        return new GetMembersResult { Room = room, Members = [.. members], MemberCount = all.MemberCount, HasMore = hasMore };
    }

    /// <summary>For moderators and owners. Which users are banned is not read for others.</summary>
    public async Task<ListBansResult> BansAsync(ChatSession session, ListBansRequest request, CancellationToken cancellationToken)
    {
        var (room, userId) = (request.Room, session.User.UserId);
        if (await rooms.FindMemberAsync(room, userId, cancellationToken) is not { } found)
            throw await access.RefusalAsync(room, userId, cancellationToken);
        if (!RoomPermissions.MayModerate(RoomPermissions.In(room, found.Member.Role, session.Grant)))
            throw new ChatRefusedException(ChatErrorCodes.Forbidden, $"Only moderators and owners of {room} may list the bans.");
        var page = await server.ReadBansAsync(room, request.After, Math.Min(request.Limit, limits.Value.PageSize), cancellationToken)
            ?? throw Refusals.RoomNotFound(room);
        RoomBan[] bans = [.. page.Bans.Select(ban => new RoomBan { UserId = ban.UserId, By = ban.By, BannedAt = ban.At })];
        return new ListBansResult { Room = room, Bans = bans, HasMore = page.HasMore };
    }

    public async Task<ListRoomsResult> ListAsync(ChatSession session, ListRoomsRequest request, CancellationToken cancellationToken)
    {
        request = request with { Limit = Math.Min(request.Limit, limits.Value.PageSize) };
        return session.Grant is { Rooms: not null } grant
            ? await ListWithinAsync(grant, session, request, cancellationToken)
            : ResultOf(await ReadRoomsAsync(session, request, request.After, cancellationToken));
    }

    /// <summary>
    /// The rooms of a page that the token permits. Reads on until there is one, but only so often: then the answer is empty, and says where
    /// to continue.
    /// </summary>
    private async Task<ListRoomsResult> ListWithinAsync(
        ChatGrant grant, ChatSession session, ListRoomsRequest request, CancellationToken cancellationToken)
    {
        var after = request.After ?? "";
        for (var reads = 1; grant.SkipTo(after) is { } place; reads++)
        {
            var page = await ReadRoomsAsync(session, request, place, cancellationToken);
            var permitted = Array.FindAll(page.Rooms, room => grant.MayEnter(room.Room));
            if (permitted.Length > 0 || !page.HasMore)
                return ResultOf(page with { Rooms = permitted });
            after = page.Rooms[^1].Room;
            if (reads == MostReads)
                return new ListRoomsResult { HasMore = true, Next = after };
        }
        return new ListRoomsResult();
    }

    private Task<RoomPage> ReadRoomsAsync(
        ChatSession session, ListRoomsRequest request, string? after, CancellationToken cancellationToken) =>
        rooms.ReadRoomsAsync(session.User.UserId, request.Prefix, after, request.Limit, cancellationToken);

    private ListRoomsResult ResultOf(in RoomPage page)
    {
        var hidden = page.WithoutPresence;
        var listed = Array.ConvertAll(
            page.Rooms, room => hidden?.Contains(room.Room) == true ? room : room with { PresentCount = presence.Count(room.Room) });
        return new ListRoomsResult { Rooms = listed, HasMore = page.HasMore };
    }
}
