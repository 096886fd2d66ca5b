using SignalRChat.Contracts;
using SignalRChat.Services.Log;

namespace SignalRChat.Hubs;

internal sealed partial class ChatHub
{
    public Task StartTyping(StartTypingRequest request)
    {
        RequireHeard(request.Room);
        typing.Start(request.Room, Session.User, Context.ConnectionId);
        return Task.CompletedTask;
    }

    public Task StopTyping(StopTypingRequest request)
    {
        RequireHeard(request.Room);
        typing.End(request.Room, Session.User.UserId);
        return Task.CompletedTask;
    }

    private void RequireHeard(string room)
    {
        if (Session.Find(room) is null)
            throw Refusals.NotAMember(room);
    }
}
