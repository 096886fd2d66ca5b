using SignalRChat.Services.Log;
using SignalRChat.Services.Typing;

namespace SignalRChat.Services.Rooms;

/// <summary>Posting, editing, deleting and reacting: each is one command to the command queue, answered when it is on disk.</summary>
internal sealed class MessageService(CommandQueue queue, RoomAccess access, MessageScreening screening, TypingTracker typing)
{
    /// <summary>Whether a send is one command and nothing else.</summary>
    public bool SendsDirectly => !screening.IsOn;

    public async Task<SendMessageResult> SendAsync(ChatSession session, SendMessageRequest request)
    {
        await access.RequireVisibleAsync(session, request.Room);
        var post = await screening.ScreenAsync(CommandOf(session, request));
        return Sent(session, request, await QueueVisibleAsync(session, post));
    }

    public async Task<ChangeMessageResult> EditAsync(ChatSession session, EditMessageRequest request)
    {
        var edit = new EditCommand(request.Room, session.User, request.MessageId, request.Text) { Grant = session.Grant };
        await access.RequireVisibleAsync(session, edit.Room);
        var stored = await QueueVisibleAsync(session, await screening.ScreenAsync(edit));
        return new ChangeMessageResult { Room = request.Room, MessageId = request.MessageId, Revision = stored.Revision };
    }

    public async Task<ChangeMessageResult> DeleteAsync(ChatSession session, DeleteMessageRequest request)
    {
        var delete = new DeleteCommand(request.Room, session.User, request.MessageId) { Grant = session.Grant };
        var stored = await QueueAsync(session, delete);
        return new ChangeMessageResult { Room = request.Room, MessageId = request.MessageId, Revision = stored.Revision };
    }

    public async Task<ChangeMessageResult> ReactAsync(ChatSession session, ReactRequest request)
    {
        var react = new ReactCommand(request.Room, session.User, request.MessageId, request.Emoji, request.On);
        var stored = await QueueAsync(session, react);
        return new ChangeMessageResult { Room = request.Room, MessageId = request.MessageId, Revision = stored.Revision };
    }

    public static PostCommand CommandOf(ChatSession session, SendMessageRequest request) =>
        new(request.Room, session.User, request.MessageId, request.Text, request.ReplyTo)
        {
            Details = PostDetails.Of(request.Data, request.Mentions, session.Grant),
        };

    /// <summary>Queues the command of the call that is inside, and lets the next call of the connection in.</summary>
    public void Queue(ChatSession session, PendingCommand command)
    {
        queue.Append(command);
        session.Calls.Queued();
    }

    /// <summary>The message is stored.</summary>
    public SendMessageResult Sent(ChatSession session, SendMessageRequest request, in RoomCommandResult stored)
    {
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

    private async Task<RoomCommandResult> QueueAsync(ChatSession session, RoomCommand command)
    {
        await access.RequireVisibleAsync(session, command.Room);
        return await QueueVisibleAsync(session, command);
    }

    private async Task<RoomCommandResult> QueueVisibleAsync(ChatSession session, RoomCommand command)
    {
        var pending = new AwaitedCommand(command, session.Answers);
        Queue(session, pending);
        return await pending.Outcome;
    }
}
