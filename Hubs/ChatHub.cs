using Microsoft.AspNetCore.SignalR;
using SignalRChat.Contracts;
using SignalRChat.Services.Rooms;
using SignalRChat.Services.Typing;

namespace SignalRChat.Hubs;

/// <summary>
/// The hub. The filters check the arguments. Each method then calls one service and sends the room what is not durable.
/// </summary>
internal sealed partial class ChatHub(
    RoomService rooms,
    RoomDirectory directory,
    RoomModeration moderation,
    CatchUpReader reader,
    MessageService messages,
    TypingTracker typing) : Hub<IChatClient>, IChatHub
{
    private ChatSession Session => SessionFeature.Of(Context);
}
