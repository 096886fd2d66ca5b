using System.Runtime.CompilerServices;
using SignalRChat.Client.Internal;

namespace SignalRChat.Client;

public sealed partial class ChatClient
{
    /// <summary>
    /// Joins a room and follows it through every lost connection, until <see cref="LeaveAsync"/> or <see cref="UnsubscribeAsync"/>. With
    /// a cursor, <see cref="MessagesChanged"/> delivers the changes after it. Without a cursor, <see cref="RoomReset"/> delivers the
    /// newest messages. Either event may be raised before this method returns. A second join of the room starts over from the
    /// given cursor. Waits for a connection. With a <see cref="ChatClientOptions.CursorStore"/>, a join without a cursor
    /// continues from the stored one, of this process or an earlier one.
    /// </summary>
    /// <param name="room">The room's name, in the form of <see cref="ChatLimits.RoomNamePattern"/>.</param>
    /// <param name="after">The last revision that the app has, 0 for the beginning; null for the stored one, or for a
    /// snapshot if none is stored.</param>
    /// <param name="epoch">The epoch of that revision, as in <see cref="RoomCursor"/>; null skips the check.</param>
    /// <param name="cancellationToken">Cancels the wait; the join itself continues.</param>
    /// <returns>The server's answer: the role, and the present users.</returns>
    /// <exception cref="ChatRefusedException">
    /// <see cref="ChatErrorCodes.InvalidArgument"/>, <see cref="ChatErrorCodes.NotAMember"/> (the membership ended after the
    /// cursor; the next join without a cursor starts over), <see cref="ChatErrorCodes.RoomNotFound"/>,
    /// <see cref="ChatErrorCodes.Banned"/>, <see cref="ChatErrorCodes.TooManyRooms"/> or
    /// <see cref="ChatErrorCodes.TooManyRoomsMade"/>.
    /// </exception>
    /// <exception cref="ChatDisconnectedException">The connection ended permanently.</exception>
    public async Task<JoinRoomResult> JoinAsync(
        string room, long? after = null, string? epoch = null, CancellationToken cancellationToken = default)
    {
        var kept = after is null ? await _cursors.FindAsync(room, cancellationToken).ConfigureAwait(false) : null;
        var isKnown = _unsubscribed.TryRemove(room, out var known);
        while (true)
        {
            var follower = _rooms.GetOrAdd(room, name => new(name, _session, _events, _retries, _sink, _log));
            if (follower.TryJoin(after, epoch, _cursors.Keeps || isKnown, kept ?? known) is { } joined)
                return await joined.WaitAsync(cancellationToken).ConfigureAwait(false);
            _rooms.TryRemove(KeyValuePair.Create(room, follower));
        }
    }

    /// <summary>
    /// Joins a room from a stored cursor: <see cref="JoinAsync(string, long?, string?, CancellationToken)"/>.
    /// </summary>
    /// <param name="room">The room's name.</param>
    /// <param name="cursor">The app's position in the room.</param>
    /// <param name="cancellationToken">Cancels the wait; the join itself continues.</param>
    public Task<JoinRoomResult> JoinAsync(string room, RoomCursor cursor, CancellationToken cancellationToken = default) =>
        JoinAsync(room, cursor.Revision, cursor.Epoch, cancellationToken);

    /// <summary>
    /// Makes a room that the user owns, and the given users its members. It does not join the room: <see cref="JoinAsync(string, long?,
    /// string?, CancellationToken)"/> does. If the outcome is unknown, a call with a name may be repeated.
    /// </summary>
    /// <param name="request">The kind of the room and, if the app chooses them, its name, title, data and members.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ChatRefusedException">
    /// <see cref="ChatErrorCodes.Forbidden"/>, <see cref="ChatErrorCodes.RoomExists"/>, <see cref="ChatErrorCodes.TooManyRoomsMade"/>,
    /// <see cref="ChatErrorCodes.TooManyRooms"/>, <see cref="ChatErrorCodes.RoomFull"/>, <see cref="ChatErrorCodes.DataTooLarge"/> or
    /// <see cref="ChatErrorCodes.InvalidArgument"/>.
    /// </exception>
    /// <exception cref="ChatDisconnectedException">There is no connection, or it ended before the answer.</exception>
    public Task<CreateRoomResult> CreateRoomAsync(CreateRoomRequest request, CancellationToken cancellationToken = default) =>
        _session.CallAsync<CreateRoomResult>(nameof(IChatHub.CreateRoom), request, cancellationToken);

    /// <summary>
    /// Returns the name of the direct room of the user and another one, and makes the room if it does not exist. It does not join the
    /// room: <see cref="JoinAsync(string, long?, string?, CancellationToken)"/> does. It may be repeated.
    /// </summary>
    /// <param name="userId">The other user: <see cref="ChatUser.UserId"/>. The user need not have connected before.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ChatRefusedException">
    /// <see cref="ChatErrorCodes.Forbidden"/> (one of the two blocks the other, or the user may not make direct rooms) or
    /// <see cref="ChatErrorCodes.TooManyRooms"/>.
    /// </exception>
    /// <exception cref="ChatDisconnectedException">There is no connection, or it ended before the answer.</exception>
    public async Task<string> OpenDirectAsync(string userId, CancellationToken cancellationToken = default)
    {
        var request = new OpenDirectRequest { UserId = userId };
        var call = _session.CallAsync<OpenDirectResult>(nameof(IChatHub.OpenDirect), request, cancellationToken);
        return (await call.ConfigureAwait(false)).Room;
    }

    /// <summary>
    /// Ends the membership, stops following the room and forgets its cursor. Retries until the outcome is known or this
    /// process ends.
    /// </summary>
    /// <param name="room">The room's name.</param>
    /// <param name="cancellationToken">Cancels the wait for the outcome.</param>
    public Task LeaveAsync(string room, CancellationToken cancellationToken = default)
    {
        if (_rooms.TryRemove(room, out var follower))
            _ = follower.StopAsync();
        Forget(room);
        var request = new LeaveRoomRequest { Room = room };
        return _outbox.RunAsync(new OutboxEntry<object?>(room, nameof(IChatHub.LeaveRoom), request, cancellationToken));
    }

    /// <summary>
    /// Stops following a room and keeps the membership: the server sends this connection no more of the room, and its place among
    /// <see cref="ChatLimits.RoomsPerConnection"/> is free. No reconnect joins the room again. Its counts come with the inbox. The cursor
    /// is kept, in <see cref="ChatClientOptions.CursorStore"/> too: a later join without a cursor continues there. Sends for the room, also
    /// those that wait in the outbox, go out all the same, because a member may send to a room that is not joined.
    /// </summary>
    /// <param name="room">The room's name. A room that the client does not follow changes nothing.</param>
    /// <param name="cancellationToken">Cancels the wait for the server.</param>
    /// <exception cref="ChatRefusedException"><see cref="ChatErrorCodes.UnknownMethod"/>: an older server sends the room until the
    /// connection ends, and the client ignores it.</exception>
    public Task UnsubscribeAsync(string room, CancellationToken cancellationToken = default)
    {
        if (!_rooms.TryRemove(room, out var follower))
            return Task.CompletedTask;
        var joining = follower.StopAsync();
        if (follower.Cursor is { } cursor)
            _unsubscribed[room] = cursor;
        _reactions.Restarted(room);
        var unsubscribed = UnsubscribeAfterAsync(joining, room);
        unsubscribed.Forget();
        return unsubscribed.WaitAsync(cancellationToken);
    }

    /// <summary>A join that is under way comes first: otherwise the server would send the room on.</summary>
    private async Task UnsubscribeAfterAsync(Task joining, string room)
    {
        await joining.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var isSent = false;
        try
        {
            // Another connection joins only the rooms that the client follows.
            for (var failures = 0; State == ChatConnectionState.Connected && !_rooms.ContainsKey(room); failures++)
            {
                isSent = true;
                if (await TryUnsubscribeAsync(room, failures).ConfigureAwait(false))
                    return;
            }
        }
        finally
        {
            // The room was joined again meanwhile, and the server may have received the calls in the other order.
            if (isSent && _rooms.TryGetValue(room, out var again))
                again.Rejoin();
        }
    }

    private async Task<bool> TryUnsubscribeAsync(string room, int failures)
    {
        var lifetime = _session.Lifetime;
        try
        {
            var request = new UnsubscribeRoomRequest { Room = room };
            await _session.CallAsync<object?>(nameof(IChatHub.UnsubscribeRoom), request, lifetime).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (lifetime.IsCancellationRequested)
        {
            return true;
        }
        catch (ChatRefusedException refused) when (refused.IsRetryable)
        {
            await _retries.DelayAsync(refused, failures, lifetime).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (ChatDisconnectedException e) when (e is not ChatClientFaultException)
        {
            await _retries.DelayAsync(failures, lifetime).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return lifetime.IsCancellationRequested;
    }

    /// <summary>
    /// Returns the members of a room: present members first, then by name; at most <see cref="ChatLimits.PageSize"/>.
    /// </summary>
    /// <param name="room">The room's name.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ChatRefusedException"><see cref="ChatErrorCodes.NotAMember"/>.</exception>
    /// <exception cref="ChatDisconnectedException">There is no connection.</exception>
    public Task<GetMembersResult> GetMembersAsync(string room, CancellationToken cancellationToken = default) =>
        _session.CallAsync<GetMembersResult>(nameof(IChatHub.GetMembers), new GetMembersRequest { Room = room }, cancellationToken);

    /// <summary>Returns all members of a room by user id, in ordinal order, one page at a time.</summary>
    /// <param name="room">The room's name.</param>
    /// <param name="after">Returns only members after this user id: that of the last member of the previous page.</param>
    /// <param name="limit">The maximum number of members, 1 to <see cref="ChatLimits.PageSize"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ChatRefusedException"><see cref="ChatErrorCodes.NotAMember"/>.</exception>
    /// <exception cref="ChatDisconnectedException">There is no connection.</exception>
    public Task<GetMembersResult> GetMemberPageAsync(
        string room, string? after = null, int limit = ChatLimits.PageSize, CancellationToken cancellationToken = default)
    {
        var request = new GetMembersRequest { Room = room, After = after, Limit = limit };
        return _session.CallAsync<GetMembersResult>(nameof(IChatHub.GetMembers), request, cancellationToken);
    }

    /// <summary>
    /// Returns the public rooms, and the private rooms in which the user is a member, by name, one page at a time.
    /// </summary>
    /// <param name="prefix">Returns only rooms whose name begins with this prefix.</param>
    /// <param name="after">Returns only rooms after this name: the last one of the previous page, or its
    /// <see cref="ListRoomsResult.Next"/>.</param>
    /// <param name="limit">The maximum number of rooms, 1 to <see cref="ChatLimits.PageSize"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ChatDisconnectedException">There is no connection.</exception>
    public Task<ListRoomsResult> ListRoomsAsync(
        string? prefix = null, string? after = null, int limit = ChatLimits.PageSize, CancellationToken cancellationToken = default)
    {
        var request = new ListRoomsRequest { Prefix = prefix, After = after, Limit = limit };
        return _session.CallAsync<ListRoomsResult>(nameof(IChatHub.ListRooms), request, cancellationToken);
    }

    /// <summary>Returns all rooms that <see cref="ListRoomsAsync"/> returns in pages. It reads a page when the loop needs it.</summary>
    /// <param name="prefix">Returns only rooms whose name begins with this prefix.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <exception cref="ChatDisconnectedException">There is no connection.</exception>
    public async IAsyncEnumerable<RoomSummary> ListAllRoomsAsync(
        string? prefix = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (string? after = null; ;)
        {
            var page = await ListRoomsAsync(prefix, after, cancellationToken: cancellationToken).ConfigureAwait(false);
            foreach (var room in page.Rooms)
                yield return room;
            // A page can be empty although there are more.
            after = page.Next ?? page.Rooms.LastOrDefault()?.Room;
            if (!page.HasMore || after is null)
                yield break;
        }
    }

    /// <summary>
    /// Notifies the room that the user is typing; call it every <see cref="ChatLimits.TypingInterval"/> while the user types.
    /// </summary>
    /// <param name="room">The room's name.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ChatRefusedException"><see cref="ChatErrorCodes.NotAMember"/>.</exception>
    /// <exception cref="ChatDisconnectedException">There is no connection.</exception>
    public Task StartTypingAsync(string room, CancellationToken cancellationToken = default) =>
        _session.CallAsync<object?>(nameof(IChatHub.StartTyping), new StartTypingRequest { Room = room }, cancellationToken);

    /// <summary>Notifies the room that the user stopped typing; a message ends typing as well.</summary>
    /// <param name="room">The room's name.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ChatRefusedException"><see cref="ChatErrorCodes.NotAMember"/>.</exception>
    /// <exception cref="ChatDisconnectedException">There is no connection.</exception>
    public Task StopTypingAsync(string room, CancellationToken cancellationToken = default) =>
        _session.CallAsync<object?>(nameof(IChatHub.StopTyping), new StopTypingRequest { Room = room }, cancellationToken);
}
