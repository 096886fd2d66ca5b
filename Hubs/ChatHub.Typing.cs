using SignalRChat.Contracts;
using SignalRChat.Services.Messages;
using SignalRChat.Services.Typing;

namespace SignalRChat.Hubs;

internal sealed partial class ChatHub
{
    public async Task StartTyping(StartTypingRequest request)
    {
        RequireHeard(request.Room);
        if (typing.Start(request.Room, Session.User))
            await TellTyping(request.Room, isTyping: true);
    }

    public async Task StopTyping(StopTypingRequest request)
    {
        RequireHeard(request.Room);
        if (typing.Stop(request.Room, Session.User.UserId))
            await TellTyping(request.Room, isTyping: false);
    }

    private void RequireHeard(string room)
    {
        if (Session.Find(room) is null)
            throw Refusals.NotAMember(room);
    }

    private Task TellTyping(string room, bool isTyping) =>
        Clients.Group(GroupNames.Room(room)).TypingChanged(TypingTracker.Change(room, Session.User, isTyping));
}
