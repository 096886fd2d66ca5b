using SignalRChat.Contracts;
using SignalRChat.Services.Log;

namespace SignalRChat.Tests.Support;

/// <summary>Bulk operations that the tests of the fan-out share.</summary>
internal static class ChatWork
{
    /// <summary>Posts many messages at once, as many senders would; returns the room's head after them.</summary>
    public static async Task<long> PostManyAsync(this ChatServer server, string room, GuestTokenResult guest, int count, int length)
    {
        var user = new ChatUser { UserId = guest.UserId, Name = guest.Name };
        var text = new string('x', length);
        var posts = Enumerable.Range(0, count)
            .Select(_ => server.Get<CommandQueue>().AppendAsync(new PostCommand(room, user, TestClient.NewId(), text, null)));
        // Not in the context of the test, because a command queue that the call wakes would continue in it.
        var stored = await Task.Run(() => Task.WhenAll(posts)).WaitAsync(TestClient.Deadline);
        return stored.Max(one => one.Revision);
    }

    /// <summary>Joins with a cursor and reads until there is no more, as a reconnecting client does.</summary>
    public static async Task<List<ChatMessage>> CatchUpAsync(
        this TestClient client, string room, long cursor, string? epoch = null, int limit = 200)
    {
        var joined = await client.JoinAsync(room, cursor, epoch);
        Assert.False(joined.Reset);
        var messages = new List<ChatMessage>(joined.Update.Messages);
        (var through, var hasMore) = (joined.Update.Through, joined.HasMore);
        while (hasMore)
        {
            var page = await client.CallAsync<GetUpdatesResult>(
                nameof(IChatHub.GetUpdates), new GetUpdatesRequest { Room = room, After = through, Limit = limit });
            messages.AddRange(page.Messages);
            (through, hasMore) = (page.Through, page.HasMore);
        }
        return messages;
    }
}
