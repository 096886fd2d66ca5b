using SignalRChat.Services.Log;
using SignalRChat.Services.Typing;

namespace SignalRChat.Services.Rooms;

/// <summary>
/// Posts, changes and reads messages for the server API: no membership is checked. Each change is one command to the command queue,
/// answered when it is on disk.
/// </summary>
internal sealed class ServerMessages(
    CommandQueue queue, IServerStore store, MessageScreening screening, TypingTracker typing, IOptions<LimitOptions> limits)
{
    public async Task<SendMessageResult> PostAsync(PostCommand post, IfRevision? condition)
    {
        var screened = await screening.ScreenAsync(post, isFromBackend: true);
        var stored = await queue.AppendAsync(new ServiceCommand(screened) { Condition = condition });
        typing.End(post.Room, post.User.UserId);
        return new SendMessageResult
        {
            Room = post.Room,
            MessageId = post.MessageId,
            Sequence = stored.Sequence,
            Revision = stored.Revision,
            PostedAt = stored.PostedAt,
            Duplicate = stored.Duplicate,
        };
    }

    public async Task<ChangeMessageResult> EditAsync(string room, string messageId, string text, IfRevision? condition)
    {
        var edit = await screening.ScreenAsync(new EditCommand(room, ServiceCommand.Nobody, messageId, text), isFromBackend: true);
        return await ChangeAsync(messageId, new(edit) { Condition = condition });
    }

    public Task<ChangeMessageResult> DeleteAsync(string room, string messageId, IfRevision? condition) =>
        ChangeAsync(messageId, new(new DeleteCommand(room, ServiceCommand.Nobody, messageId)) { Condition = condition });

    public async Task<ChatMessage> FindAsync(string room, string messageId, CancellationToken cancellationToken)
    {
        var id = Guid.Parse(messageId);
        if (await store.FindMessageAsync(room, id, cancellationToken) is { } message)
            return message;
        var exists = await store.ReadHistoryAsync(room, before: 1, limit: 1, cancellationToken) is not null;
        throw exists ? Refusals.MessageNotFound(room) : Refusals.RoomNotFound(room);
    }

    public async Task<GetHistoryResult> ReadAsync(string room, long? before, int? limit, CancellationToken cancellationToken)
    {
        var most = Math.Min(limit ?? ChatLimits.PageSize, limits.Value.PageSize);
        var page = await store.ReadHistoryAsync(room, before, most, cancellationToken) ?? throw Refusals.RoomNotFound(room);
        return CatchUpReader.ResultOf(room, page);
    }

    private async Task<ChangeMessageResult> ChangeAsync(string messageId, ServiceCommand command)
    {
        var stored = await queue.AppendAsync(command);
        return new ChangeMessageResult { Room = command.Room, MessageId = messageId, Revision = stored.Revision };
    }
}
