using SignalRChat.Contracts;
using SignalRChat.Services.Inbox;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs;

/// <summary>What the connections that follow an inbox receive. Other tests check the followers with a fake clock.</summary>
public sealed class InboxDeliveryTests : IDisposable
{
    private readonly ChatServer _server = new();

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData("json")]
    [InlineData("messagepack")]
    public async Task Devices_receive_changes_and_the_activity_of_rooms_they_have_not_joined(string protocol)
    {
        var alice = await _server.GuestAsync("alice");
        await using var desk = await TestClient.ConnectAsync(_server, alice, protocol);
        await using var phone = await TestClient.ConnectAsync(_server, alice, protocol);
        await using var bob = await _server.ConnectAsync("bob", protocol);
        foreach (var device in (TestClient[])[desk, phone])
            await device.CallAsync<FollowInboxResult>(nameof(IChatHub.FollowInbox), new FollowInboxRequest());
        foreach (var room in (string[])["lobby", "news"])
        {
            await bob.JoinAsync(room);
            await desk.JoinAsync(room);
            Assert.Equal((room, RoomRoles.Member), Shown(await EntryAsync(desk)));
            Assert.Equal((room, RoomRoles.Member), Shown(await EntryAsync(phone)));
        }

        await bob.SendAsync("lobby", "one");
        Assert.Equal(("lobby", 1, "one"), Shown(await ActivityAsync(phone, "lobby", 1)));
        Assert.Equal("one", Assert.Single((await desk.NextUpdateAsync()).Messages).Text);

        await phone.CallAsync<MarkReadResult>(nameof(IChatHub.MarkRead), new MarkReadRequest { Room = "lobby", Sequence = 1 });
        var moved = new ReadCursorChange { Room = "lobby", UserId = alice.UserId, Sequence = 1 };
        Assert.Equal(moved, await bob.NextAsync<ReadCursorChange>());
        Assert.Equal((0, 1), Counts(await EntryAsync(desk)));
        Assert.Equal((0, 1), Counts(await EntryAsync(phone)));

        await desk.CallAsync(nameof(IChatHub.LeaveRoom), new LeaveRoomRequest { Room = "lobby" });
        Assert.Equal(RoomRemovalCodes.Left, (await EntryAsync(phone)).Left);
        await desk.CallAsync(nameof(IChatHub.UnsubscribeRoom), new UnsubscribeRoomRequest { Room = "news" });
        Assert.Equal(("news", 0, null), Shown(await ActivityAsync(desk, "news", 0)));
        await bob.SendAsync("lobby", "two");
        await bob.SendAsync("news", "three");
        foreach (var device in (TestClient[])[desk, phone])
            Assert.Equal(("news", 1, "three"), Shown(await ActivityAsync(device, "news", 1)));

        await phone.DisposeAsync();
        await desk.DisposeAsync();
        await Eventually.EqualAsync(0, () => _server.Get<InboxFollowers>().Count, "the followers");
        Assert.Equal(0, _server.Get<WatchedRooms>().Count);
    }

    private static async Task<InboxEntry> EntryAsync(TestClient client)
    {
        InboxUpdate update;
        do
            update = await client.NextAsync<InboxUpdate>();
        while (update.Entries.Length == 0);
        return Assert.Single(update.Entries);
    }

    /// <summary>The next activity of the room with this count. A new room is shown first as it was.</summary>
    private static async Task<RoomActivity> ActivityAsync(TestClient client, string room, long unread)
    {
        while (true)
        {
            var activity = await client.NextAsync<InboxActivity>();
            if (Array.Find(activity.Rooms, one => one.Room == room && one.Unread == unread) is { } found)
                return found;
        }
    }

    private static (string Room, string Role) Shown(InboxEntry entry) => (entry.Room, entry.Role);

    private static (long Unread, long ReadThrough) Counts(InboxEntry entry) => (entry.Unread, entry.ReadThrough);

    private static (string Room, long Unread, string? Text) Shown(RoomActivity room) => (room.Room, room.Unread, room.LastMessage?.Text);
}
