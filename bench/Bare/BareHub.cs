using Microsoft.AspNetCore.SignalR;
using SignalRChat.Contracts;

namespace SignalRChat.Bench.Bare;

/// <summary>
/// SignalR's plain group broadcast. It uses the chat hub's method names and records. So the generator treats both alike, and
/// both read and write the same bytes.
/// </summary>
internal sealed class BareHub : Hub<IChatClient>
{
    private static readonly string _epoch = Guid.NewGuid().ToString();
    private static readonly string _userId = Guid.NewGuid().ToString();
    private static long _revision;

    public async Task<JoinRoomResult> JoinRoom(JoinRoomRequest request)
    {
        await Groups.AddToGroupAsync(Context.ConnectionId, request.Room, Context.ConnectionAborted);
        return new JoinRoomResult { Room = request.Room, Epoch = _epoch, Role = RoomRoles.Member };
    }

    public async Task<SendMessageResult> SendMessage(SendMessageRequest request)
    {
        var revision = Interlocked.Increment(ref _revision);
        var postedAt = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        await Clients.Group(request.Room).RoomUpdated(Update(request, revision, postedAt));
        return new SendMessageResult
        {
            Room = request.Room,
            MessageId = request.MessageId,
            Sequence = revision,
            Revision = revision,
            PostedAt = postedAt,
        };
    }

    private static RoomUpdate Update(SendMessageRequest request, long revision, long postedAt) => new()
    {
        Room = request.Room,
        Epoch = _epoch,
        After = revision - 1,
        Through = revision,
        Messages =
        [
            new ChatMessage
            {
                MessageId = request.MessageId,
                Sequence = revision,
                Revision = revision,
                UserId = _userId,
                Name = "bench",
                Text = request.Text,
                PostedAt = postedAt,
                ReplyTo = request.ReplyTo,
            },
        ],
    };
}
