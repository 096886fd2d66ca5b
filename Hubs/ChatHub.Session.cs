using Microsoft.AspNetCore.Http.Features;
using SignalRChat.Auth.Tokens;
using SignalRChat.Services.Feed;

namespace SignalRChat.Hubs;

internal sealed partial class ChatHub
{
    public override Task OnConnectedAsync()
    {
        var user = ConnectionUser.From(Context.User!);
        var queue = Context.Features.GetRequiredFeature<IOutboundQueue>();
        SessionFeature.Set(Context, rooms.Open(Context.ConnectionId, user, queue));
        return Task.CompletedTask;
    }

    /// <summary>Runs however a connection ends; SignalR itself removes it from the groups.</summary>
    public override Task OnDisconnectedAsync(Exception? exception)
    {
        if (SessionFeature.TryGet(Context, out var session))
        {
            foreach (var room in rooms.Close(session))
                typing.End(room, session.User.UserId);
        }
        return Task.CompletedTask;
    }
}
