using SignalRChat.Contracts;

namespace SignalRChat.Client;

public sealed partial class ChatClient
{
    /// <summary>A new message id: a UUIDv7 in the form the server takes.</summary>
    public string NewMessageId() => Guid.CreateVersion7(_options.TimeProvider.GetUtcNow()).ToString("D");

    /// <summary>
    /// Posts a message and returns when it is on the server's disk. Until then it is repeated with the same id, over lost
    /// connections and while the server is busy; the server stores it once. Sends to one room go out in the order of the calls,
    /// one after the other. With a <see cref="ChatClientOptions.OutboxStore"/> it is there before it is sent, and a process that
    /// starts again sends it: <see cref="OutboxItemCompleted"/>.
    /// </summary>
    /// <param name="room">The room's name.</param>
    /// <param name="text">What it says: 1 to <see cref="RoomLimits.TextLength"/> of <see cref="Limits"/> UTF-16 code units, not
    /// only white space.</param>
    /// <param name="messageId">The id of an earlier try whose outcome is not known, or one from <see cref="NewMessageId"/>; null
    /// makes one.</param>
    /// <param name="replyTo">The id of the message this one answers, if any.</param>
    /// <param name="cancellationToken">Gives it up and takes it from the outbox: the outcome is not known then, and the same id
    /// may be sent again.</param>
    /// <exception cref="ChatRefusedException">
    /// The server refused it for good, as with <see cref="ChatErrorCodes.TextTooLong"/>, <see cref="ChatErrorCodes.NotAMember"/>,
    /// <see cref="ChatErrorCodes.MessageIdTaken"/> or <see cref="ChatErrorCodes.InvalidArgument"/>. The sends behind it go on.
    /// </exception>
    /// <exception cref="ChatOutboxFullException">Too many wait already, and <see cref="ChatClientOptions.OutboxFull"/> says to
    /// refuse.</exception>
    /// <exception cref="ChatDisconnectedException"> The connection ended for good before the outcome was known; what is in
    /// <see cref="ChatClientOptions.OutboxStore"/> is sent with the next one.
    /// </exception>
    /// <exception cref="ChatAuthenticationException">The credentials were refused before the outcome was known; it stays in the
    /// store as well.</exception>
    public Task<SendMessageResult> SendAsync(
        string room, string text, string? messageId = null, string? replyTo = null, CancellationToken cancellationToken = default)
    {
        if (_limits.Refusal(text) is { } refused)
            return Task.FromException<SendMessageResult>(refused);
        return _outbox.RunAsync<SendMessageResult>(
            new() { Number = 0, Kind = OutboxKind.Send, Room = room, MessageId = messageId ?? NewMessageId(), Text = text, ReplyTo = replyTo }, cancellationToken);
    }

    /// <summary>Gives one of the user's own messages another text; repeated and ordered like <see cref="SendAsync"/>.</summary>
    /// <param name="room">The room's name.</param>
    /// <param name="messageId">The id of the message.</param>
    /// <param name="text">The new text.</param>
    /// <param name="cancellationToken">Gives up waiting for the outcome.</param>
    /// <exception cref="ChatRefusedException">
    /// <see cref="ChatErrorCodes.TextTooLong"/>, <see cref="ChatErrorCodes.NotAMember"/>, <see cref="ChatErrorCodes.MessageNotFound"/>,
    /// <see cref="ChatErrorCodes.NotTheAuthor"/> or <see cref="ChatErrorCodes.MessageDeleted"/>.
    /// </exception>
    /// <exception cref="ChatOutboxFullException">Too many wait already, and <see cref="ChatClientOptions.OutboxFull"/> says to
    /// refuse.</exception>
    /// <exception cref="ChatDisconnectedException"> The connection ended for good before the outcome was known; what is in
    /// <see cref="ChatClientOptions.OutboxStore"/> is sent with the next one.
    /// </exception>
    /// <exception cref="ChatAuthenticationException">The credentials were refused before the outcome was known; it stays in the
    /// store as well.</exception>
    public Task<ChangeMessageResult> EditAsync(string room, string messageId, string text, CancellationToken cancellationToken = default)
    {
        if (_limits.Refusal(text) is { } refused)
            return Task.FromException<ChangeMessageResult>(refused);
        return _outbox.RunAsync<ChangeMessageResult>(
            new() { Number = 0, Kind = OutboxKind.Edit, Room = room, MessageId = messageId, Text = text }, cancellationToken);
    }

    /// <summary>Takes the text from one of the user's own messages; repeated and ordered like <see cref="SendAsync"/>.</summary>
    /// <param name="room">The room's name.</param>
    /// <param name="messageId">The id of the message.</param>
    /// <param name="cancellationToken">Gives up waiting for the outcome.</param>
    /// <exception cref="ChatRefusedException">
    /// <see cref="ChatErrorCodes.NotAMember"/>, <see cref="ChatErrorCodes.MessageNotFound"/> or <see cref="ChatErrorCodes.NotTheAuthor"/>.
    /// </exception>
    /// <exception cref="ChatOutboxFullException">Too many wait already, and <see cref="ChatClientOptions.OutboxFull"/> says to
    /// refuse.</exception>
    /// <exception cref="ChatDisconnectedException"> The connection ended for good before the outcome was known; what is in
    /// <see cref="ChatClientOptions.OutboxStore"/> is sent with the next one.
    /// </exception>
    /// <exception cref="ChatAuthenticationException">The credentials were refused before the outcome was known; it stays in the
    /// store as well.</exception>
    public Task<ChangeMessageResult> DeleteAsync(string room, string messageId, CancellationToken cancellationToken = default) =>
        _outbox.RunAsync<ChangeMessageResult>(
            new() { Number = 0, Kind = OutboxKind.Delete, Room = room, MessageId = messageId }, cancellationToken);

    /// <summary>Messages before a place in a room, the newest page first, ascending inside the page.</summary>
    /// <param name="room">The room's name.</param>
    /// <param name="before">Only messages whose sequence is lower; null for the newest.</param>
    /// <param name="limit">How many, 1 to <see cref="ChatLimits.PageSize"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ChatRefusedException"><see cref="ChatErrorCodes.NotAMember"/>.</exception>
    /// <exception cref="ChatDisconnectedException">There is no connection.</exception>
    public Task<GetHistoryResult> GetHistoryAsync(
        string room, long? before = null, int limit = 50, CancellationToken cancellationToken = default)
    {
        var request = new GetHistoryRequest { Room = room, Before = before, Limit = limit };
        return _session.CallAsync<GetHistoryResult>(nameof(IChatHub.GetHistory), request, cancellationToken);
    }
}
