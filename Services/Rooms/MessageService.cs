using SignalRChat.Services.Log;
using SignalRChat.Services.Typing;

namespace SignalRChat.Services.Rooms;

/// <summary>Posting, editing and deleting: each is one command to the command queue, answered when it is on disk.</summary>
internal sealed class MessageService(CommandQueue queue, TypingTracker typing)
{
    public async Task<SendMessageResult> SendAsync(ChatSession session, SendMessageRequest request)
    {
        var post = new PostCommand(request.Room, session.User, request.MessageId, request.Text, request.ReplyTo);
        var stored = await QueueAsync(session, post);
        typing.End(request.Room, session.User.UserId);
        return new SendMessageResult
        {
            Room = request.Room,
            MessageId = request.MessageId,
            Sequence = stored.Sequence,
            Revision = stored.Revision,
            PostedAt = stored.PostedAt,
            Duplicate = stored.Duplicate,
        };
    }

    public async Task<ChangeMessageResult> EditAsync(ChatSession session, EditMessageRequest request)
    {
        var stored = await QueueAsync(session, new EditCommand(request.Room, session.User, request.MessageId, request.Text));
        return new ChangeMessageResult { Room = request.Room, MessageId = request.MessageId, Revision = stored.Revision };
    }

    public async Task<ChangeMessageResult> DeleteAsync(ChatSession session, DeleteMessageRequest request)
    {
        var stored = await QueueAsync(session, new DeleteCommand(request.Room, session.User, request.MessageId));
        return new ChangeMessageResult { Room = request.Room, MessageId = request.MessageId, Revision = stored.Revision };
    }

    private Task<RoomCommandResult> QueueAsync(ChatSession session, RoomCommand command)
    {
        var outcome = queue.AppendAsync(command, session.Answers);
        session.Calls.Queued();
        return outcome;
    }
}
