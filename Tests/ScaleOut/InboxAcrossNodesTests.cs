using SignalRChat.Contracts;
using SignalRChat.Hubs.Backplane;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.ScaleOut;

/// <summary>Devices of one user on two nodes: only the database tells a node what the other one changed, with Redis and without.</summary>
[Collection(SharedPostgres.Nodes)]
public sealed class InboxAcrossNodesTests(PostgresFixture fixture)
{
    [Fact]
    public async Task A_device_on_another_node_receives_changes_and_activity_with_Redis_and_without()
    {
        using var nodes = await TwoServers.StartAsync(fixture.Server, withRedis: true);
        var alice = await nodes.There.GuestAsync("alice");
        await using var phone = await TestClient.ConnectAsync(nodes.There, alice, "messagepack");
        await using var desk = await TestClient.ConnectAsync(nodes.Here, alice, "json");
        await using var bob = await nodes.Here.ConnectAsync("bob");
        await bob.JoinAsync("lobby");
        var cursor = (await FollowAsync(phone)).Through;
        await desk.JoinAsync("lobby");
        cursor = await ReachAsync(phone, cursor, entry => entry.Unread == 0);

        await bob.SendAsync("lobby", "one");
        Assert.Equal((1, "one"), Shown(await ActivityAsync(phone, unread: 1)));
        var marked = await desk.CallAsync<MarkReadResult>(nameof(IChatHub.MarkRead), new MarkReadRequest { Room = "lobby", Sequence = 1 });
        Assert.Equal((1, 0), (marked.ReadThrough, marked.Unread));
        cursor = await ReachAsync(phone, cursor, entry => entry.ReadThrough == 1);

        // Over Redis, as typing; not to the connection that moved it.
        await phone.JoinAsync("lobby");
        await bob.CallAsync<MarkReadResult>(nameof(IChatHub.MarkRead), new MarkReadRequest { Room = "lobby", Sequence = 1 });
        Assert.Equal((bob.Guest.UserId, 1), await CursorAsync(phone));
        Assert.Equal((bob.Guest.UserId, 1), await CursorAsync(desk));

        nodes.Redis!.Kill();
        await Eventually.TrueAsync(() => nodes.There.Get<BackplaneState>().DegradedReason is not null, "the loss of Redis");
        await using var tablet = await TestClient.ConnectAsync(nodes.There, alice, "json");
        await FollowAsync(tablet);
        await bob.SendAsync("lobby", "two");
        Assert.Equal((1, "two"), Shown(await ActivityAsync(tablet, unread: 1)));
        await desk.CallAsync<MarkReadResult>(nameof(IChatHub.MarkRead), new MarkReadRequest { Room = "lobby", Sequence = 2 });
        await ReachAsync(phone, cursor, entry => entry.ReadThrough == 2);
    }

    private static Task<FollowInboxResult> FollowAsync(TestClient client) =>
        client.CallAsync<FollowInboxResult>(nameof(IChatHub.FollowInbox), new FollowInboxRequest());

    /// <summary>Reads updates, each of which must continue the cursor, until one has such an entry.</summary>
    private static async Task<long> ReachAsync(TestClient client, long cursor, Func<InboxEntry, bool> isReached)
    {
        while (true)
        {
            var update = await client.NextAsync<InboxUpdate>();
            Assert.Equal(cursor, update.After);
            cursor = update.Through;
            if (Array.Exists(update.Entries, entry => isReached(entry)))
                return cursor;
        }
    }

    private static async Task<RoomActivity> ActivityAsync(TestClient client, long unread)
    {
        while (true)
        {
            var room = Assert.Single((await client.NextAsync<InboxActivity>()).Rooms);
            if (room.Unread == unread)
                return room;
        }
    }

    private static (long, string?) Shown(RoomActivity room) => (room.Unread, room.LastMessage?.Text);

    private static async Task<(string, long)> CursorAsync(TestClient client)
    {
        var change = await client.NextAsync<ReadCursorChange>();
        return (change.UserId, change.Sequence);
    }
}
