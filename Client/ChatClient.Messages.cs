using SignalRChat.Client.Internal;

namespace SignalRChat.Client;

public sealed partial class ChatClient
{
    /// <summary>Creates a message id: a UUIDv7 in the form that the server accepts.</summary>
    public string NewMessageId() => Guid.CreateVersion7(_options.TimeProvider.GetUtcNow()).ToString("D");

    /// <summary>
    /// Posts a message and returns when it is on the server's disk. Until then the client retries it with the same id, after
    /// lost connections and while the server is busy. The server stores it once. Sends to one room go out one after the
    /// other, in the order of the calls. With a <see cref="ChatClientOptions.OutboxStore"/> the client stores the message
    /// before the first send, and a restarted process sends it: <see cref="OutboxItemCompleted"/>.
    /// </summary>
    /// <param name="room">The room's name.</param>
    /// <param name="text">The text: 1 to <see cref="RoomLimits.TextLength"/> of <see cref="Limits"/> UTF-16 code units, not
    /// only white space.</param>
    /// <param name="messageId">The id of an earlier try with an unknown outcome, or an id from <see cref="NewMessageId"/>;
    /// null creates one.</param>
    /// <param name="replyTo">The id of the message that this message replies to; null if it is no reply.</param>
    /// <param name="cancellationToken">Cancels the send and removes it from the outbox. The outcome is then unknown, and the
    /// caller may send the same id again.</param>
    /// <exception cref="ChatRefusedException">
    /// The server permanently refused the message, for example with <see cref="ChatErrorCodes.TextTooLong"/>,
    /// <see cref="ChatErrorCodes.NotAMember"/>, <see cref="ChatErrorCodes.MessageIdTaken"/> or
    /// <see cref="ChatErrorCodes.InvalidArgument"/>. Later sends continue.
    /// </exception>
    /// <exception cref="ChatOutboxFullException">The outbox is full, and <see cref="ChatClientOptions.OutboxFull"/> is set to
    /// refuse.</exception>
    /// <exception cref="ChatDisconnectedException">
    /// The connection ended permanently before the outcome was known. The next connection sends what is in
    /// <see cref="ChatClientOptions.OutboxStore"/>.
    /// </exception>
    /// <exception cref="ChatAuthenticationException">The server rejected the credentials before the outcome was known. The
    /// message stays in the store as well.</exception>
    public Task<SendMessageResult> SendAsync(
        string room, string text, string? messageId = null, string? replyTo = null, CancellationToken cancellationToken = default) =>
        SendMessageAsync(room, new OutgoingMessage { Text = text, MessageId = messageId, ReplyTo = replyTo }, cancellationToken);

    /// <summary>
    /// The same as <see cref="SendAsync"/> for a message with data or mentions. The server also refuses with
    /// <see cref="ChatErrorCodes.DataTooLarge"/>, and with <see cref="ChatErrorCodes.MessageNotFound"/> if the room has no message that
    /// it replies to.
    /// </summary>
    /// <param name="room">The room's name.</param>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Cancels the send and removes it from the outbox.</param>
    public Task<SendMessageResult> SendMessageAsync(string room, OutgoingMessage message, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        if ((_limits.Refusal(message.Text) ?? MessageData.Refusal(message.Data)) is { } refused)
            return Task.FromException<SendMessageResult>(refused);
        return SentAsync(_outbox.RunAsync<SendMessageResult>(
            new()
            {
                Number = 0,
                Kind = OutboxKind.Send,
                Room = room,
                MessageId = message.MessageId ?? NewMessageId(),
                Text = message.Text,
                ReplyTo = message.ReplyTo,
                Data = message.Data,
                Mentions = message.Mentions.Count == 0 ? null : [.. message.Mentions],
            },
            cancellationToken));
    }

    private async Task<SendMessageResult> SentAsync(Task<SendMessageResult> sending)
    {
        var stored = await sending.ConfigureAwait(false);
        Inbox.Sent(stored.Room, stored.Sequence);
        return stored;
    }

    /// <summary>Replaces the text of one of the user's own messages; retried and ordered like <see cref="SendAsync"/>.</summary>
    /// <param name="room">The room's name.</param>
    /// <param name="messageId">The id of the message.</param>
    /// <param name="text">The new text.</param>
    /// <param name="cancellationToken">Cancels the wait for the outcome.</param>
    /// <exception cref="ChatRefusedException">
    /// <see cref="ChatErrorCodes.TextTooLong"/>, <see cref="ChatErrorCodes.NotAMember"/>,
    /// <see cref="ChatErrorCodes.MessageNotFound"/>, <see cref="ChatErrorCodes.NotTheAuthor"/> or
    /// <see cref="ChatErrorCodes.MessageDeleted"/>.
    /// </exception>
    /// <exception cref="ChatOutboxFullException">The outbox is full, and <see cref="ChatClientOptions.OutboxFull"/> is set to
    /// refuse.</exception>
    /// <exception cref="ChatDisconnectedException">
    /// The connection ended permanently before the outcome was known. The next connection sends what is in
    /// <see cref="ChatClientOptions.OutboxStore"/>.
    /// </exception>
    /// <exception cref="ChatAuthenticationException">The server rejected the credentials before the outcome was known. The
    /// edit stays in the store as well.</exception>
    public Task<ChangeMessageResult> EditAsync(string room, string messageId, string text, CancellationToken cancellationToken = default)
    {
        if (_limits.Refusal(text) is { } refused)
            return Task.FromException<ChangeMessageResult>(refused);
        return _outbox.RunAsync<ChangeMessageResult>(
            new() { Number = 0, Kind = OutboxKind.Edit, Room = room, MessageId = messageId, Text = text }, cancellationToken);
    }

    /// <summary>Removes the text of one of the user's own messages; retried and ordered like <see cref="SendAsync"/>.</summary>
    /// <param name="room">The room's name.</param>
    /// <param name="messageId">The id of the message.</param>
    /// <param name="cancellationToken">Cancels the wait for the outcome.</param>
    /// <exception cref="ChatRefusedException">
    /// <see cref="ChatErrorCodes.NotAMember"/>, <see cref="ChatErrorCodes.MessageNotFound"/> or
    /// <see cref="ChatErrorCodes.NotTheAuthor"/>.
    /// </exception>
    /// <exception cref="ChatOutboxFullException">The outbox is full, and <see cref="ChatClientOptions.OutboxFull"/> is set to
    /// refuse.</exception>
    /// <exception cref="ChatDisconnectedException">
    /// The connection ended permanently before the outcome was known. The next connection sends what is in
    /// <see cref="ChatClientOptions.OutboxStore"/>.
    /// </exception>
    /// <exception cref="ChatAuthenticationException">The server rejected the credentials before the outcome was known. The
    /// deletion stays in the store as well.</exception>
    public Task<ChangeMessageResult> DeleteAsync(string room, string messageId, CancellationToken cancellationToken = default) =>
        _outbox.RunAsync<ChangeMessageResult>(
            new() { Number = 0, Kind = OutboxKind.Delete, Room = room, MessageId = messageId }, cancellationToken);

    /// <summary>
    /// Adds a reaction of the user to a message, or takes it back; retried and ordered like a send, but not kept in
    /// <see cref="ChatClientOptions.OutboxStore"/>. The members receive it in <see cref="MessagesChanged"/>. Until then
    /// <see cref="ReactionsPending"/> has it.
    /// </summary>
    /// <param name="room">The room's name.</param>
    /// <param name="messageId">The id of the message.</param>
    /// <param name="emoji">One visible character as a user sees it, at most <see cref="ChatLimits.EmojiBytes"/> in UTF-8.</param>
    /// <param name="isOn">True adds the reaction, false takes it back.</param>
    /// <param name="cancellationToken">Cancels the wait for the outcome.</param>
    /// <exception cref="ChatRefusedException">
    /// <see cref="ChatErrorCodes.NotAMember"/>, <see cref="ChatErrorCodes.MessageNotFound"/>,
    /// <see cref="ChatErrorCodes.MessageDeleted"/>, <see cref="ChatErrorCodes.TooManyReactions"/> or
    /// <see cref="ChatErrorCodes.InvalidArgument"/>.
    /// </exception>
    /// <exception cref="ChatOutboxFullException">The outbox is full, and <see cref="ChatClientOptions.OutboxFull"/> is set to
    /// refuse.</exception>
    /// <exception cref="ChatDisconnectedException">The connection ended permanently before the outcome was known.</exception>
    public Task<ChangeMessageResult> ReactAsync(
        string room, string messageId, string emoji, bool isOn = true, CancellationToken cancellationToken = default)
    {
        var request = new ReactRequest { Room = room, MessageId = messageId, Emoji = emoji, On = isOn };
        var entry = new OutboxEntry<ChangeMessageResult>(room, nameof(IChatHub.React), request, cancellationToken);
        return _reactions.TrackAsync(request, _outbox.RunAsync(entry));
    }

    /// <summary>Returns messages before a sequence in a room, the newest page first, ascending inside the page.</summary>
    /// <param name="room">The room's name.</param>
    /// <param name="before">Returns only messages with a lower sequence; null returns the newest.</param>
    /// <param name="limit">The maximum number of messages, 1 to <see cref="ChatLimits.PageSize"/>.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ChatRefusedException"><see cref="ChatErrorCodes.NotAMember"/>.</exception>
    /// <exception cref="ChatDisconnectedException">There is no connection.</exception>
    public Task<GetHistoryResult> GetHistoryAsync(
        string room, long? before = null, int limit = 50, CancellationToken cancellationToken = default)
    {
        var request = new GetHistoryRequest { Room = room, Before = before, Limit = limit };
        return _session.CallAsync<GetHistoryResult>(nameof(IChatHub.GetHistory), request, cancellationToken);
    }
}
