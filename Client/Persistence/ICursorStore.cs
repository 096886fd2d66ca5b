namespace SignalRChat.Client;

/// <summary>
/// Stores a client's cursors (<see cref="ChatClientOptions.CursorStore"/>), so that a restarted process continues from the
/// last position. <see cref="FileChatStore"/> is one implementation.
/// </summary>
/// <remarks>
/// <para>
/// The client saves a cursor after every handler of <see cref="ChatClient.MessagesChanged"/> or
/// <see cref="ChatClient.RoomReset"/> has finished without an exception, and before it raises the next event. A process that
/// is killed between the two receives that one event again, with all its messages: at least once, and never a gap.
/// </para>
/// <para>
/// For exactly once, the app stores the messages and <see cref="RoomChanges.Cursor"/> in one transaction. Its store then
/// returns that cursor from <see cref="LoadAsync"/> and does nothing in <see cref="SaveAsync"/>.
/// </para>
/// <para>Saves and removals run one after the other; loads may run concurrently with them.</para>
/// </remarks>
public interface ICursorStore
{
    /// <summary>Called when the app joins a room without a cursor.</summary>
    /// <param name="room">The room's name.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The cursor of the latest save, or null for an unknown room.</returns>
    Task<RoomCursor?> LoadAsync(string room, CancellationToken cancellationToken);

    /// <summary>Saves the app's position. When the task completes, the cursor survives the process.</summary>
    /// <param name="room">The room's name.</param>
    /// <param name="cursor">The handlers have processed all changes up to here.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task SaveAsync(string room, RoomCursor cursor, CancellationToken cancellationToken);

    /// <summary>The user left the room with <see cref="ChatClient.LeaveAsync"/>: a later join starts over.</summary>
    /// <param name="room">The room's name.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task RemoveAsync(string room, CancellationToken cancellationToken);
}
