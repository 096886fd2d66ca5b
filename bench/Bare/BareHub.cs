using Microsoft.AspNetCore.SignalR;
using SignalRChat.Contracts;

namespace SignalRChat.Bench.Bare;

/// <summary>
/// SignalR's plain group broadcast, as its documentation writes it. It has the chat hub's methods, so that the generator treats
/// both alike, and sends a message as four strings.
/// </summary>
internal sealed class BareHub : Hub
{
    private static readonly string _userId = Guid.NewGuid().ToString();

    public Task JoinRoom(JoinRoomRequest request) =>
        Groups.AddToGroupAsync(Context.ConnectionId, request.Room, Context.ConnectionAborted);

    public Task SendMessage(SendMessageRequest request) =>
        Clients.Group(request.Room).SendAsync("Message", request.Room, request.MessageId, _userId, request.Text);
}
