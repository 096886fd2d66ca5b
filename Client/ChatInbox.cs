using SignalRChat.Client.Internal;

namespace SignalRChat.Client;

/// <summary>
/// The rooms of the user, with unread counts, mentions and the last message, the same on every device: <see cref="ChatClient.Inbox"/>.
/// It follows through every lost connection, also for rooms that the client has not joined.
/// </summary>
public sealed class ChatInbox
{
    private readonly HubSession _session;
    private readonly ChatClientOptions _options;
    private readonly EventDispatcher _events;
    private readonly ChatClient _chat;
    private readonly InboxKeeper _keeper;
    private readonly ReadMarks _marks;
    private int _queued;

    internal ChatInbox(
        ChatClient chat, HubSession session, ChatClientOptions options, Retries retries, EventDispatcher events, ILogger log)
    {
        (_chat, _session, _options, _events) = (chat, session, options, events);
        Follower = new(session, retries, Touched);
        _keeper = new(options.InboxStore, Follower.Kept, options.TimeProvider, log);
        _marks = new(
            session, retries, options.TimeProvider, options.MarkReadInterval, Stored, room => Follower.Mark(room, known => known.Unmark()));
    }

    /// <summary>
    /// Rooms came, went or changed. The client combines changes while the handlers are busy: each event has the difference to the latest
    /// one.
    /// </summary>
    public event Func<InboxChanges, Task>? Changed;

    /// <summary>
    /// Another user has read a joined room further. Changes without a connection are not reported: <see cref="GetReadCursorsAsync"/>
    /// returns all.
    /// </summary>
    public event Func<ReadCursorChange, Task>? ReadCursorChanged;

    /// <summary>
    /// The rooms as they are now, the one with the newest message first; empty before <see cref="FollowAsync"/>. <see cref="Changed"/>
    /// with the latest changes may follow.
    /// </summary>
    public IReadOnlyList<InboxEntry> Entries =>
        [.. Follower.Entries.OrderByDescending(ChangedAt).ThenBy(entry => entry.Room, StringComparer.Ordinal)];

    /// <summary>The number of unread messages in all rooms.</summary>
    public long Unread => Follower.Entries.Sum(entry => entry.Unread);

    internal InboxFollower Follower { get; }

    /// <summary>Returns the entry of a room as it is now, or null if the user is not in the room.</summary>
    /// <param name="room">The room's name.</param>
    public InboxEntry? Find(string room) => Follower.Find(room);

    /// <summary>
    /// Follows the inbox from now on, and returns when it is read. It begins with the entries of
    /// <see cref="ChatClientOptions.InboxStore"/>, if there are any. A second call waits for the reading of the current connection, for
    /// example right after a reconnect. With <see cref="ChatClientOptions.FollowsInbox"/> the client follows without this call.
    /// </summary>
    /// <param name="cancellationToken">Cancels the wait; the following continues.</param>
    /// <exception cref="ChatRefusedException">The server has no inbox: <see cref="ChatErrorCodes.UnknownMethod"/>.</exception>
    /// <exception cref="ChatDisconnectedException">The connection ended permanently.</exception>
    public async Task FollowAsync(CancellationToken cancellationToken = default)
    {
        var kept = Follower.IsFollowed ? null : await _keeper.LoadAsync(cancellationToken).ConfigureAwait(false);
        await Follower.Follow(kept).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Marks a room as read up to a message, on every device of the user. The entry changes at once. The client sends the newest place of
    /// each room, at most once a second, and repeats it after a lost connection. A read cursor never goes back.
    /// </summary>
    /// <param name="room">The room's name.</param>
    /// <param name="sequence">The sequence of the message. One beyond the newest message counts as the newest.</param>
    /// <param name="cancellationToken">Cancels the wait; the read cursor is sent all the same.</param>
    /// <returns>The read cursor and the counts as the server has them.</returns>
    /// <exception cref="ChatRefusedException"><see cref="ChatErrorCodes.NotAMember"/>.</exception>
    /// <exception cref="ChatDisconnectedException">The connection ended permanently before the outcome was known.</exception>
    public Task<MarkReadResult> MarkReadAsync(string room, long sequence, CancellationToken cancellationToken = default)
    {
        if (_session.Down is { } down)
            return Task.FromException<MarkReadResult>(down);
        var isStored = Follower.Find(room)?.ReadThrough >= sequence;
        Follower.Mark(room, known => known.Mark(sequence));
        return _marks.MarkAsync(room, sequence, isStored).WaitAsync(cancellationToken);
    }

    /// <summary>
    /// Sends the read cursors that wait now, and returns when their outcome is known. It is for an app that is about to be suspended;
    /// <see cref="ChatClient.DisposeAsync"/> does it too. Without a connection it does nothing. A failure goes to the caller of
    /// <see cref="MarkReadAsync"/>.
    /// </summary>
    /// <param name="cancellationToken">Cancels the wait; the read cursors are sent all the same.</param>
    public Task FlushAsync(CancellationToken cancellationToken = default) =>
        _session.State == ChatConnectionState.Connected ? _marks.FlushAsync().WaitAsync(cancellationToken) : Task.CompletedTask;

    /// <summary>Returns how far the members have read a room; in a large room only how far the user has.</summary>
    /// <param name="room">The room's name.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ChatRefusedException"><see cref="ChatErrorCodes.NotAMember"/>.</exception>
    /// <exception cref="ChatDisconnectedException">There is no connection.</exception>
    public Task<GetReadCursorsResult> GetReadCursorsAsync(string room, CancellationToken cancellationToken = default) =>
        _session.CallAsync<GetReadCursorsResult>(
            nameof(IChatHub.GetReadCursors), new GetReadCursorsRequest { Room = room }, cancellationToken);

    /// <summary>The user's own message is stored: the user has read the room up to it.</summary>
    internal void Sent(string room, long sequence)
    {
        if (_options.MarksOwnMessagesRead && Follower.IsFollowed)
            MarkReadAsync(room, sequence).Forget();
    }

    internal void Hear(ReadCursorChange change) =>
        _events.PostIfRoom(nameof(ReadCursorChanged), () => _chat.RaiseAsync(ReadCursorChanged, change));

    internal Task StopAsync(TimeSpan within) => _keeper.StopAsync(within);

    private static long ChangedAt(InboxEntry entry) => Math.Max(entry.LastMessage?.PostedAt ?? 0, entry.JoinedAt);

    private void Stored(long sequence, MarkReadResult answer) =>
        Follower.Mark(answer.Room, known => known.Marked(sequence, answer.ReadThrough));

    /// <summary>One event waits at most, however many changes there are: it reads the difference when it runs.</summary>
    private void Touched()
    {
        if (Interlocked.Exchange(ref _queued, 1) == 0)
            _events.Post(nameof(ChatInbox), RaiseAsync);
    }

    private async Task RaiseAsync()
    {
        Volatile.Write(ref _queued, 0);
        if (Follower.TakeChanges() is not { } changes)
            return;
        await _chat.RaiseAsync(Changed, changes).ConfigureAwait(false);
        _keeper.Changed();
    }
}
