using SignalRChat.Contracts;

namespace SignalRChat.Client;

public sealed partial class ChatClient
{
    /// <summary>
    /// Ends another user's membership; a public room may be joined again. For moderators and owners, on whoever has a lower role.
    /// Where the outcome is not known it may be called again: one who is not a member stays none.
    /// </summary>
    /// <param name="room">The room's name.</param>
    /// <param name="userId">Whom: <see cref="ChatUser.UserId"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The removal's revision: nothing numbered after it is delivered to the user, on any node.</returns>
    /// <exception cref="ChatRefusedException"><see cref="ChatErrorCodes.NotAMember"/> or
    /// <see cref="ChatErrorCodes.Forbidden"/>.</exception>
    /// <exception cref="ChatDisconnectedException">There is no connection, or it ended before the answer.</exception>
    public Task<RemoveMemberResult> KickAsync(string room, string userId, CancellationToken cancellationToken = default) =>
        _session.CallAsync<RemoveMemberResult>(nameof(IChatHub.KickMember), new KickMemberRequest { Room = room, UserId = userId }, cancellationToken);

    /// <summary>
    /// Bans a user, member or not, until <see cref="UnbanAsync"/>, and ends the membership. For moderators and owners, on whoever
    /// has a lower role.
    /// </summary>
    /// <param name="room">The room's name.</param>
    /// <param name="userId">Whom: <see cref="ChatUser.UserId"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The removal's revision: nothing numbered after it is delivered to the user, on any node.</returns>
    /// <exception cref="ChatRefusedException"><see cref="ChatErrorCodes.NotAMember"/> or
    /// <see cref="ChatErrorCodes.Forbidden"/>.</exception>
    /// <exception cref="ChatDisconnectedException">There is no connection, or it ended before the answer.</exception>
    public Task<RemoveMemberResult> BanAsync(string room, string userId, CancellationToken cancellationToken = default) =>
        _session.CallAsync<RemoveMemberResult>(nameof(IChatHub.BanMember), new BanMemberRequest { Room = room, UserId = userId }, cancellationToken);

    /// <summary>Lifts a ban: the user may join again. For moderators and owners.</summary>
    /// <param name="room">The room's name.</param>
    /// <param name="userId">Whom: <see cref="ChatUser.UserId"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ChatRefusedException"><see cref="ChatErrorCodes.NotAMember"/> or
    /// <see cref="ChatErrorCodes.Forbidden"/>.</exception>
    /// <exception cref="ChatDisconnectedException">There is no connection, or it ended before the answer.</exception>
    public Task UnbanAsync(string room, string userId, CancellationToken cancellationToken = default) =>
        _session.CallAsync<object?>(nameof(IChatHub.UnbanMember), new UnbanMemberRequest { Room = room, UserId = userId }, cancellationToken);

    /// <summary>Gives a member a role. For owners, on whoever is not one, and on themselves while there is another owner.</summary>
    /// <param name="room">The room's name.</param>
    /// <param name="userId">Whom: <see cref="ChatUser.UserId"/>.</param>
    /// <param name="role">One of <see cref="RoomRoles"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ChatRefusedException">
    /// <see cref="ChatErrorCodes.NotAMember"/>, <see cref="ChatErrorCodes.Forbidden"/>, <see cref="ChatErrorCodes.MemberNotFound"/> or
    /// <see cref="ChatErrorCodes.LastOwner"/>.
    /// </exception>
    /// <exception cref="ChatDisconnectedException">There is no connection, or it ended before the answer.</exception>
    public Task SetRoleAsync(string room, string userId, string role, CancellationToken cancellationToken = default) =>
        _session.CallAsync<object?>(nameof(IChatHub.SetRole), new SetRoleRequest { Room = room, UserId = userId, Role = role }, cancellationToken);
}
