using SignalRChat.Client.Internal;

namespace SignalRChat.Client;

public sealed partial class ChatClient
{
    /// <summary>Messages, reactions to messages, members or the settings of a joined room changed.</summary>
    public event Func<RoomChanges, Task>? MessagesChanged;

    /// <summary>A joined room starts over: after a join without a cursor, or when the server rejected the cursor.</summary>
    public event Func<RoomReset, Task>? RoomReset;

    /// <summary>
    /// The user's reactions to a message that have no outcome yet changed: <see cref="ReactAsync"/> adds one at once. It ends after
    /// <see cref="MessagesChanged"/> with the stored reaction, or with the refusal.
    /// </summary>
    public event Func<PendingReactions, Task>? ReactionsPending;

    /// <summary>The client rejoined a room after a lost connection.</summary>
    public event Func<RoomRejoined, Task>? RoomRejoined;

    /// <summary>A joined room is lost, because the server permanently refused to continue it.</summary>
    public event Func<RoomRefused, Task>? RoomRefused;

    /// <summary>The user is no longer in a room; the client does not follow it any more.</summary>
    public event Func<RoomRemoval, Task>? RemovedFromRoom;

    /// <summary>A user started or stopped typing. Changes without a connection are not reported.</summary>
    public event Func<TypingChange, Task>? TypingChanged;

    /// <summary>
    /// Users joined or left the presence of a room, or changed their name. Changes without a connection are not reported:
    /// <see cref="RoomRejoined"/> returns the present users.
    /// </summary>
    public event Func<PresenceChange, Task>? PresenceChanged;

    /// <summary>
    /// The server is about to end the connection, with the reason. If a reconnect makes sense, the client reconnects automatically.
    /// </summary>
    public event Func<SessionEnd, Task>? SessionEnding;

    /// <summary>The connection changed, or the client will retry to connect.</summary>
    public event Func<ChatConnectionChange, Task>? ConnectionChanged;

    /// <summary>
    /// The outcome is known for a send, an edit or a deletion that an earlier run of the app left in
    /// <see cref="ChatClientOptions.OutboxStore"/>.
    /// </summary>
    public event Func<OutboxOutcome, Task>? OutboxItemCompleted;

    /// <summary>
    /// A handler has been running for at least <see cref="ChatClientOptions.SlowHandlerAfter"/>. Unlike every other event,
    /// this one is raised from a timer while the handler still runs: return quickly, and expect any thread.
    /// </summary>
    public event Action<SlowHandler>? HandlerSlow;

    /// <summary>Returns true if every handler succeeded.</summary>
    internal async Task<bool> RaiseAsync<T>(Func<T, Task>? handlers, T change)
    {
        var well = true;
        foreach (var handler in Delegate.EnumerateInvocationList(handlers))
        {
            try
            {
                await handler(change).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                ClientLog.HandlerFailed(_log, e);
                well = false;
            }
        }

        return well;
    }

    private sealed class RoomSink(ChatClient client) : IRoomSink
    {
        public void Joined(JoinRoomResult answer) => client._limits.Received(answer.Limits);

        public void Changed(RoomChanges changes)
        {
            client._cursors.Queued(changes.Room, changes.Cursor);
            client._events.Post(nameof(MessagesChanged), async () =>
            {
                var well = await client.RaiseAsync(client.MessagesChanged, changes).ConfigureAwait(false);
                await client._cursors.HandledAsync(changes.Room, changes.Cursor, isReset: false, well).ConfigureAwait(false);
            });
            client._reactions.Reached(changes.Room, changes.Cursor.Revision);
            client.Inbox.Follower.Changed(changes, client._session.UserId);
        }

        public void Reset(RoomReset reset)
        {
            client._cursors.Queued(reset.Room, reset.Cursor);
            client._events.Post(nameof(RoomReset), async () =>
            {
                var well = await client.RaiseAsync(client.RoomReset, reset).ConfigureAwait(false);
                await client._cursors.HandledAsync(reset.Room, reset.Cursor, isReset: true, well).ConfigureAwait(false);
            });
            client._reactions.Restarted(reset.Room);
            client.Inbox.Follower.Changed(reset, client._session.UserId);
        }

        public void Rejoined(RoomRejoined rejoined) =>
            client._events.Post(nameof(RoomRejoined), () => client.RaiseAsync(client.RoomRejoined, rejoined));

        public void Refused(RoomRefused refused) =>
            client._events.Post(nameof(RoomRefused), () => client.RaiseAsync(client.RoomRefused, refused));

        public void Lost(string room, RoomFollower follower, bool isOver)
        {
            client._rooms.TryRemove(KeyValuePair.Create(room, follower));
            client._reactions.Restarted(room);
            if (isOver)
                client.Forget(room);
        }
    }
}
