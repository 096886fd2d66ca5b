using Microsoft.AspNetCore.SignalR;
using SignalRChat.Contracts;

namespace SignalRChat.Bench.Bare;

/// <summary>
/// Group broadcast as SignalR has it. It speaks the chat hub's own method names and records, so that the generator need not tell
/// the two apart and the same bytes are read and written.
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
