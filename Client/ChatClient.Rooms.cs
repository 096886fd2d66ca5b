using SignalRChat.Client.Internal;
using SignalRChat.Contracts;

namespace SignalRChat.Client;

public sealed partial class ChatClient
{
    /// <summary>
    /// Joins a room and follows it from then on, over every lost connection, until it is left. With a cursor the app gets what
    /// changed since by <see cref="MessagesChanged"/>, without one the newest messages by <see cref="RoomReset"/>; either may
    /// come before this returns. Joining a room again starts over from the cursor given. Waits for a connection. With a
    /// <see cref="ChatClientOptions.CursorStore"/> a join that names no cursor goes on from the one kept, in this process or by
    /// the one before it.
    /// </summary>
    /// <param name="room">The room's name, in the form of <see cref="ChatLimits.RoomNamePattern"/>.</param>
    /// <param name="after">The last revision the app has, 0 for the very beginning; null for the one kept, or a snapshot where
    /// none is.</param>
    /// <param name="epoch">The epoch that revision belongs to, as in <see cref="RoomCursor"/>; null to take it on trust.</param>
    /// <param name="cancellationToken">Ends the waiting, not the joining.</param>
    /// <returns>The server's answer: the role, and who is there.</returns>
    /// <exception cref="ChatRefusedException"> <see cref="ChatErrorCodes.InvalidArgument"/>,
    /// <see cref="ChatErrorCodes.NotAMember"/> (the membership ended after the cursor; the next join without one begins anew),
    /// <see cref="ChatErrorCodes.RoomPrivate"/>, <see cref="ChatErrorCodes.Banned"/>, <see cref="ChatErrorCodes.TooManyRooms"/>
    /// or <see cref="ChatErrorCodes.TooManyRoomsMade"/>.
    /// </exception>
    /// <exception cref="ChatDisconnectedException">The connection ended for good.</exception>
    public async Task<JoinRoomResult> JoinAsync(
        string room, long? after = null, string? epoch = null, CancellationToken cancellationToken = default)
    {
        var kept = after is null ? await _cursors.FindAsync(room, cancellationToken).ConfigureAwait(false) : null;
        while (true)
        {
            var follower = _rooms.GetOrAdd(room, name => new(name, _session, _pump, _retries, _sink, _log));
            if (follower.TryJoin(after, epoch, _cursors.Keeps, kept) is { } joined)
                return await joined.WaitAsync(cancellationToken).ConfigureAwait(false);
            _rooms.TryRemove(KeyValuePair.Create(room, follower));
        }
    }

    /// <summary>Joins a room from a cursor that was kept: <see cref="JoinAsync(string, long?, string?, CancellationToken)"/>.</summary>
    /// <param name="room">The room's name.</param>
    /// <param name="cursor">Where the app stands.</param>
    /// <param name="cancellationToken">Ends the waiting, not the joining.</param>
    public Task<JoinRoomResult> JoinAsync(string room, RoomCursor cursor, CancellationToken cancellationToken = default) =>
        JoinAsync(room, cursor.Revision, cursor.Epoch, cancellationToken);

    /// <summary>
    /// Ends the membership and stops following the room, whose cursor is forgotten; repeated until the outcome is known, or this
    /// process ends.
    /// </summary>
    /// <param name="room">The room's name.</param>
    /// <param name="cancellationToken">Gives up waiting for the outcome.</param>
    public Task LeaveAsync(string room, CancellationToken cancellationToken = default)
    {
        if (_rooms.TryRemove(room, out var follower))
            follower.Stop();
        Forget(room);
        var request = new LeaveRoomRequest { Room = room };
        return _outbox.RunAsync(new OutboxEntry<object?>(room, nameof(IChatHub.LeaveRoom), request, cancellationToken));
    }

    /// <summary>The members of a room, those present first, then by name; at most <see cref="ChatLimits.PageSize"/>.</summary>
    /// <param name="room">The room's name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ChatRefusedException"><see cref="ChatErrorCodes.NotAMember"/>.</exception>
    /// <exception cref="ChatDisconnectedException">There is no connection.</exception>
    public Task<GetMembersResult> GetMembersAsync(string room, CancellationToken cancellationToken = default) =>
        _session.CallAsync<GetMembersResult>(nameof(IChatHub.GetMembers), new GetMembersRequest { Room = room }, cancellationToken);

    /// <summary>The public rooms and the private ones the user is a member of, by name, a page at a time.</summary>
    /// <param name="prefix">Only rooms whose name begins so.</param>
    /// <param name="after">Only rooms that follow this name: the last one of the page before.</param>
    /// <param name="limit">How many, 1 to <see cref="ChatLimits.PageSize"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ChatDisconnectedException">There is no connection.</exception>
    public Task<ListRoomsResult> ListRoomsAsync(
        string? prefix = null, string? after = null, int limit = ChatLimits.PageSize, CancellationToken cancellationToken = default)
    {
        var request = new ListRoomsRequest { Prefix = prefix, After = after, Limit = limit };
        return _session.CallAsync<ListRoomsResult>(nameof(IChatHub.ListRooms), request, cancellationToken);
    }

    /// <summary>
    /// Tells the room that the user is typing; worth calling every <see cref="ChatLimits.TypingInterval"/> while it is so.
    /// </summary>
    /// <param name="room">The room's name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ChatRefusedException"><see cref="ChatErrorCodes.NotAMember"/>.</exception>
    /// <exception cref="ChatDisconnectedException">There is no connection.</exception>
    public Task StartTypingAsync(string room, CancellationToken cancellationToken = default) =>
        _session.CallAsync<object?>(nameof(IChatHub.StartTyping), new StartTypingRequest { Room = room }, cancellationToken);

    /// <summary>Tells the room that the user stopped typing; a message says so by itself.</summary>
    /// <param name="room">The room's name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ChatRefusedException"><see cref="ChatErrorCodes.NotAMember"/>.</exception>
    /// <exception cref="ChatDisconnectedException">There is no connection.</exception>
    public Task StopTypingAsync(string room, CancellationToken cancellationToken = default) =>
        _session.CallAsync<object?>(nameof(IChatHub.StopTyping), new StopTypingRequest { Room = room }, cancellationToken);
}
