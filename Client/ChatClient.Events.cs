using SignalRChat.Client.Internal;
using SignalRChat.Contracts;

namespace SignalRChat.Client;

public sealed partial class ChatClient
{
    /// <summary>Messages of a joined room are new or changed.</summary>
    public event Func<RoomChanges, Task>? MessagesChanged;

    /// <summary>A joined room starts over: after a join without a cursor, or when the cursor could not be honoured.</summary>
    public event Func<RoomReset, Task>? RoomReset;

    /// <summary>A room was joined again after a lost connection.</summary>
    public event Func<RoomRejoined, Task>? RoomRejoined;

    /// <summary>A joined room is lost, because the server refused for good to go on with it.</summary>
    public event Func<RoomRefused, Task>? RoomRefused;

    /// <summary>The user is no longer in a room; it is not followed any more.</summary>
    public event Func<RoomRemoval, Task>? RemovedFromRoom;

    /// <summary>Someone started or stopped typing. What happens while there is no connection is not told.</summary>
    public event Func<TypingChange, Task>? TypingChanged;

    /// <summary>
    /// Users came to a room, went, or have another name. What happens while there is no connection is not told:
    /// <see cref="RoomRejoined"/> says who is there.
    /// </summary>
    public event Func<PresenceChange, Task>? PresenceChanged;

    /// <summary>The server is about to end the connection, and why. Where coming back makes sense the client does so by itself.</summary>
    public event Func<SessionEnd, Task>? SessionEnding;

    /// <summary>The connection changed, or another try to make it lies ahead.</summary>
    public event Func<ChatConnectionChange, Task>? ConnectionChanged;

    /// <summary>
    /// A send, an edit or a deletion that an earlier run of the app left in <see cref="ChatClientOptions.OutboxStore"/> has its
    /// outcome.
    /// </summary>
    public event Func<OutboxOutcome, Task>? OutboxItemCompleted;

    /// <summary>
    /// A handler has been running for <see cref="ChatClientOptions.SlowHandlerAfter"/> and more. Told from a timer while the
    /// handler still runs, unlike every other event: be quick, and expect any thread.
    /// </summary>
    public event Action<SlowHandler>? HandlerSlow;

    /// <summary>Answers whether every handler did well.</summary>
    private async Task<bool> RaiseAsync<T>(Func<T, Task>? handlers, T told)
    {
        var well = true;
        foreach (var handler in Delegate.EnumerateInvocationList(handlers))
        {
            try
            {
                await handler(told).ConfigureAwait(false);
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
        public void Joined(JoinRoomResult answer) => client._limits.Told(answer.Limits);

        public void Changed(RoomChanges changes)
        {
            client._cursors.Told(changes.Room, changes.Cursor);
            client._pump.Post(nameof(MessagesChanged), async () =>
            {
                var well = await client.RaiseAsync(client.MessagesChanged, changes).ConfigureAwait(false);
                await client._cursors.HandledAsync(changes.Room, changes.Cursor, isReset: false, well).ConfigureAwait(false);
            });
        }

        public void Reset(RoomReset reset)
        {
            client._cursors.Told(reset.Room, reset.Cursor);
            client._pump.Post(nameof(RoomReset), async () =>
            {
                var well = await client.RaiseAsync(client.RoomReset, reset).ConfigureAwait(false);
                await client._cursors.HandledAsync(reset.Room, reset.Cursor, isReset: true, well).ConfigureAwait(false);
            });
        }

        public void Rejoined(RoomRejoined rejoined) =>
            client._pump.Post(nameof(RoomRejoined), () => client.RaiseAsync(client.RoomRejoined, rejoined));

        public void Refused(RoomRefused refused) =>
            client._pump.Post(nameof(RoomRefused), () => client.RaiseAsync(client.RoomRefused, refused));

        public void Lost(string room, RoomFollower follower, bool isOver)
        {
            client._rooms.TryRemove(KeyValuePair.Create(room, follower));
            if (isOver)
                client.Forget(room);
        }
    }
}
