using SignalRChat.Auth;
using SignalRChat.Hubs.Fanout;
using SignalRChat.Services.Typing;

namespace SignalRChat.Hubs;

internal sealed partial class ChatHub
{
    public override Task OnConnectedAsync()
    {
        SessionFeature.Set(Context, rooms.Open(Context.ConnectionId, ConnectionUser.From(Context.User!), ConnectionOutlet.Of(Context.Features)));
        return Task.CompletedTask;
    }

    /// <summary>Runs on every way a connection can end; SignalR itself takes it out of the groups.</summary>
    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        if (!SessionFeature.TryGet(Context, out var session))
            return;
        foreach (var room in rooms.Close(session))
        {
            if (typing.Stop(room, session.User.UserId))
                await Clients.Group(GroupNames.Room(room)).TypingChanged(TypingTracker.Change(room, session.User, isTyping: false));
        }
    }
}
