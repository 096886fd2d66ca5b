namespace SignalRChat.Client;

public sealed partial class ChatClient
{
    /// <summary>
    /// Ends another user's membership; the user may join a public room again. For moderators and owners, on users with a
    /// lower role. If the outcome is unknown, the caller may repeat the call: a user who is not a member stays so.
    /// </summary>
    /// <param name="room">The room's name.</param>
    /// <param name="userId">The target: <see cref="ChatUser.UserId"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The revision of the removal: no node delivers a later revision to the user.</returns>
    /// <exception cref="ChatRefusedException"><see cref="ChatErrorCodes.NotAMember"/> or
    /// <see cref="ChatErrorCodes.Forbidden"/>.</exception>
    /// <exception cref="ChatDisconnectedException">There is no connection, or it ended before the answer.</exception>
    public Task<RemoveMemberResult> KickAsync(string room, string userId, CancellationToken cancellationToken = default) =>
        _session.CallAsync<RemoveMemberResult>(
            nameof(IChatHub.KickMember), new KickMemberRequest { Room = room, UserId = userId }, cancellationToken);

    /// <summary>
    /// Bans a user, member or not, until <see cref="UnbanAsync"/>, and ends the membership. For moderators and owners, on
    /// users with a lower role.
    /// </summary>
    /// <param name="room">The room's name.</param>
    /// <param name="userId">The target: <see cref="ChatUser.UserId"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The revision of the removal: no node delivers a later revision to the user.</returns>
    /// <exception cref="ChatRefusedException"><see cref="ChatErrorCodes.NotAMember"/> or
    /// <see cref="ChatErrorCodes.Forbidden"/>.</exception>
    /// <exception cref="ChatDisconnectedException">There is no connection, or it ended before the answer.</exception>
    public Task<RemoveMemberResult> BanAsync(string room, string userId, CancellationToken cancellationToken = default) =>
        _session.CallAsync<RemoveMemberResult>(
            nameof(IChatHub.BanMember), new BanMemberRequest { Room = room, UserId = userId }, cancellationToken);

    /// <summary>
    /// Makes another user a member, who need not have connected before. For owners, and for moderators with the role
    /// <see cref="RoomRoles.Member"/>. A user who is a member already keeps the role.
    /// </summary>
    /// <param name="room">The room's name.</param>
    /// <param name="userId">The target: <see cref="ChatUser.UserId"/>.</param>
    /// <param name="role">One of <see cref="RoomRoles"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ChatRefusedException">
    /// <see cref="ChatErrorCodes.NotAMember"/>, <see cref="ChatErrorCodes.Forbidden"/>, <see cref="ChatErrorCodes.Banned"/>,
    /// <see cref="ChatErrorCodes.TooManyRooms"/> or <see cref="ChatErrorCodes.RoomFull"/>.
    /// </exception>
    /// <exception cref="ChatDisconnectedException">There is no connection, or it ended before the answer.</exception>
    public Task<AddMemberResult> AddMemberAsync(
        string room, string userId, string role = RoomRoles.Member, CancellationToken cancellationToken = default) =>
        _session.CallAsync<AddMemberResult>(
            nameof(IChatHub.AddMember), new AddMemberRequest { Room = room, UserId = userId, Role = role }, cancellationToken);

    /// <summary>Lifts a ban: the user may join again. For moderators and owners.</summary>
    /// <param name="room">The room's name.</param>
    /// <param name="userId">The target: <see cref="ChatUser.UserId"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ChatRefusedException"><see cref="ChatErrorCodes.NotAMember"/> or
    /// <see cref="ChatErrorCodes.Forbidden"/>.</exception>
    /// <exception cref="ChatDisconnectedException">There is no connection, or it ended before the answer.</exception>
    public Task UnbanAsync(string room, string userId, CancellationToken cancellationToken = default) =>
        _session.CallAsync<object?>(
            nameof(IChatHub.UnbanMember), new UnbanMemberRequest { Room = room, UserId = userId }, cancellationToken);

    /// <summary>
    /// Mutes a member until a time, or lifts the mute: a muted member may not post, edit or react. For moderators and owners, on members
    /// with a lower role.
    /// </summary>
    /// <param name="room">The room's name.</param>
    /// <param name="userId">The target: <see cref="ChatUser.UserId"/>.</param>
    /// <param name="until">The end of the mute; null lifts it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ChatRefusedException"><see cref="ChatErrorCodes.NotAMember"/>, <see cref="ChatErrorCodes.Forbidden"/> or
    /// <see cref="ChatErrorCodes.MemberNotFound"/>.</exception>
    /// <exception cref="ChatDisconnectedException">There is no connection, or it ended before the answer.</exception>
    public Task<MuteMemberResult> MuteAsync(
        string room, string userId, DateTimeOffset? until, CancellationToken cancellationToken = default)
    {
        var request = new MuteMemberRequest { Room = room, UserId = userId, Until = until?.ToUnixTimeMilliseconds() };
        return _session.CallAsync<MuteMemberResult>(nameof(IChatHub.MuteMember), request, cancellationToken);
    }

    /// <summary>Changes settings of a room. For owners. A member of the request that is null leaves the setting as it is.</summary>
    /// <param name="request">The room and its new settings.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ChatRefusedException"><see cref="ChatErrorCodes.NotAMember"/>, <see cref="ChatErrorCodes.Forbidden"/>,
    /// <see cref="ChatErrorCodes.DataTooLarge"/> or <see cref="ChatErrorCodes.InvalidArgument"/>.</exception>
    /// <exception cref="ChatDisconnectedException">There is no connection, or it ended before the answer.</exception>
    public Task<SetRoomResult> SetRoomAsync(SetRoomRequest request, CancellationToken cancellationToken = default) =>
        _session.CallAsync<SetRoomResult>(nameof(IChatHub.SetRoom), request, cancellationToken);

    /// <summary>Returns the bans of a room by user id, in ordinal order, one page at a time. For moderators and owners.</summary>
    /// <param name="room">The room's name.</param>
    /// <param name="after">Returns only users after this user id: that of the last ban of the previous page.</param>
    /// <param name="limit">The maximum number of bans, 1 to <see cref="ChatLimits.PageSize"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ChatRefusedException"><see cref="ChatErrorCodes.NotAMember"/> or
    /// <see cref="ChatErrorCodes.Forbidden"/>.</exception>
    /// <exception cref="ChatDisconnectedException">There is no connection.</exception>
    public Task<ListBansResult> ListBansAsync(
        string room, string? after = null, int limit = ChatLimits.PageSize, CancellationToken cancellationToken = default)
    {
        var request = new ListBansRequest { Room = room, After = after, Limit = limit };
        return _session.CallAsync<ListBansResult>(nameof(IChatHub.ListBans), request, cancellationToken);
    }

    /// <summary>
    /// Blocks another user, or lifts the block. While one of two users blocks the other, neither can open their direct room. It may be
    /// repeated.
    /// </summary>
    /// <param name="userId">The other user: <see cref="ChatUser.UserId"/>.</param>
    /// <param name="isOn">True blocks the user, false lifts the block.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ChatDisconnectedException">There is no connection, or it ended before the answer.</exception>
    public Task BlockAsync(string userId, bool isOn = true, CancellationToken cancellationToken = default) =>
        _session.CallAsync<object?>(nameof(IChatHub.BlockUser), new BlockUserRequest { UserId = userId, On = isOn }, cancellationToken);

    /// <summary>Returns the users whom the user blocks, on any device, by user id, in ordinal order, one page at a time.</summary>
    /// <param name="after">Returns only users after this user id: that of the last block of the previous page.</param>
    /// <param name="limit">The maximum number of blocks, 1 to <see cref="ChatLimits.PageSize"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ChatRefusedException">An older server: <see cref="ChatErrorCodes.UnknownMethod"/>.</exception>
    /// <exception cref="ChatDisconnectedException">There is no connection.</exception>
    public Task<ListBlocksResult> ListBlocksAsync(
        string? after = null, int limit = ChatLimits.PageSize, CancellationToken cancellationToken = default)
    {
        var request = new ListBlocksRequest { After = after, Limit = limit };
        return _session.CallAsync<ListBlocksResult>(nameof(IChatHub.ListBlocks), request, cancellationToken);
    }

    /// <summary>Reports a message to the operator. A repeat replaces the reason.</summary>
    /// <param name="room">The room's name.</param>
    /// <param name="messageId">The id of the message.</param>
    /// <param name="reason">1 to <see cref="ChatLimits.ReasonLength"/> characters.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ChatRefusedException"><see cref="ChatErrorCodes.NotAMember"/> or
    /// <see cref="ChatErrorCodes.MessageNotFound"/>.</exception>
    /// <exception cref="ChatDisconnectedException">There is no connection, or it ended before the answer.</exception>
    public Task ReportAsync(string room, string messageId, string reason, CancellationToken cancellationToken = default)
    {
        var request = new ReportMessageRequest { Room = room, MessageId = messageId, Reason = reason };
        return _session.CallAsync<object?>(nameof(IChatHub.ReportMessage), request, cancellationToken);
    }

    /// <summary>
    /// Sets the role of a member. For owners, on members who are not owners, and on themselves while another owner exists.
    /// </summary>
    /// <param name="room">The room's name.</param>
    /// <param name="userId">The target: <see cref="ChatUser.UserId"/>.</param>
    /// <param name="role">One of <see cref="RoomRoles"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ChatRefusedException">
    /// <see cref="ChatErrorCodes.NotAMember"/>, <see cref="ChatErrorCodes.Forbidden"/>,
    /// <see cref="ChatErrorCodes.MemberNotFound"/> or <see cref="ChatErrorCodes.LastOwner"/>.
    /// </exception>
    /// <exception cref="ChatDisconnectedException">There is no connection, or it ended before the answer.</exception>
    public Task SetRoleAsync(string room, string userId, string role, CancellationToken cancellationToken = default) =>
        _session.CallAsync<object?>(
            nameof(IChatHub.SetRole), new SetRoleRequest { Room = room, UserId = userId, Role = role }, cancellationToken);
}
