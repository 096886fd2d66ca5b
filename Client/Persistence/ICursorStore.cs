namespace SignalRChat.Client;

/// <summary>
/// Where a client keeps its cursors (<see cref="ChatClientOptions.CursorStore"/>), so that a process that starts again goes on
/// where the one before it stood. <see cref="FileChatStore"/> is one.
/// </summary>
/// <remarks>
/// <para> A cursor is saved after every handler of <see cref="ChatClient.MessagesChanged"/> or <see cref="ChatClient.RoomReset"/>
/// has finished without an exception, and before the next event is told. A process that is killed between the two is handed that
/// one event again, with all the messages in it: at least once, and never a gap.
/// </para>
/// <para> Exactly once takes an app that stores the messages and <see cref="RoomChanges.Cursor"/> in one transaction of its own.
/// Its store then answers <see cref="LoadAsync"/> from there and has nothing to do in <see cref="SaveAsync"/>.
/// </para>
/// <para>Saves and removals come one after the other; loads may come beside them.</para>
/// </remarks>
public interface ICursorStore
{
    /// <summary>Asked for when a room is joined without a cursor.</summary>
    /// <param name="room">The room's name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What was saved last, or null for a room that is not known.</returns>
    Task<RoomCursor?> LoadAsync(string room, CancellationToken cancellationToken);

    /// <summary>Keeps where the app stands. Done means that it outlives the process.</summary>
    /// <param name="room">The room's name.</param>
    /// <param name="cursor">Everything up to here has been handled.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task SaveAsync(string room, RoomCursor cursor, CancellationToken cancellationToken);

    /// <summary>The user left the room by <see cref="ChatClient.LeaveAsync"/>: joining it later begins anew.</summary>
    /// <param name="room">The room's name.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task RemoveAsync(string room, CancellationToken cancellationToken);
}
