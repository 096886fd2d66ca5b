using Microsoft.AspNetCore.SignalR;
using SignalRChat.Contracts;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs;

/// <summary>The inbox and the read cursors, over a real connection and on both protocols.</summary>
public sealed class InboxTests : IDisposable
{
    private const string Lobby = "lobby";

    private readonly ChatServer _server = new(new() { ["Chat:Limits:PageSize"] = "2" });

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData("json")]
    [InlineData("messagepack")]
    public async Task A_user_reads_the_inbox_in_pages_and_continues_from_its_cursor(string protocol)
    {
        await using var alice = await _server.ConnectAsync("alice", protocol);
        await using var bob = await _server.ConnectAsync("bob", protocol);
        foreach (var room in (string[])[Lobby, "two", "three"])
        {
            await alice.JoinAsync(room);
            await bob.JoinAsync(room);
        }
        var set = new SetRoomRequest { Room = "two", Title = "Two", Data = """{"a":1}""" };
        await alice.CallAsync<SetRoomResult>(nameof(IChatHub.SetRoom), set);
        var mention = new SendMessageRequest
        {
            Room = Lobby,
            MessageId = TestClient.NewId(),
            Text = "hello",
            Mentions = [bob.Guest.UserId],
        };
        var sent = await alice.CallAsync<SendMessageResult>(nameof(IChatHub.SendMessage), mention);

        var first = await FollowAsync(bob, new());
        var second = await FollowAsync(bob, new() { After = first.Through, Epoch = first.Epoch });

        Assert.Equal((3, true, true), (first.Through, first.Reset, first.HasMore));
        Assert.Equal((4, false, false), (second.Through, second.Reset, second.HasMore));
        var lobby = first.Entries[0];
        Assert.Equal((Lobby, "public", "member", 1, 1, 1), (lobby.Room, lobby.Kind, lobby.Role, lobby.Unread, lobby.Mentions, lobby.Head));
        Assert.Equal((mention.MessageId, "alice", "hello", sent.PostedAt),
            lobby.LastMessage is { } last ? (last.MessageId, last.Name, last.Text, last.PostedAt) : default);
        var two = Assert.Single(second.Entries);
        Assert.Equal(("two", "Two", """{"a":1}""", null), (two.Room, two.Title, two.Data, two.LastMessage));

        FollowInboxRequest[] unknown = [new() { After = 9, Epoch = first.Epoch }, new() { After = 1, Epoch = "another", Limit = 200 }];
        foreach (var request in unknown)
        {
            var again = await FollowAsync(bob, request);
            Assert.Equal((true, 2, 3), (again.Reset, again.Entries.Length, again.Through));
        }
        var one = await FollowAsync(bob, new() { After = 0, Limit = 1 });
        Assert.Equal((false, 1), (one.Reset, one.Entries.Length));
        await RefusedAsync(ChatErrorCodes.InvalidArgument, () => FollowAsync(bob, new() { After = -1 }));
        await RefusedAsync(ChatErrorCodes.InvalidArgument, () => FollowAsync(bob, new() { Limit = 201 }));
        await RefusedAsync(ChatErrorCodes.InvalidArgument, () => FollowAsync(bob, new() { Limit = 0 }));
    }

    [Theory]
    [InlineData("json")]
    [InlineData("messagepack")]
    public async Task A_read_cursor_is_the_same_for_all_devices_and_shown_to_the_members(string protocol)
    {
        await using var alice = await _server.ConnectAsync("alice", protocol);
        await using var bob = await _server.ConnectAsync("bob", protocol);
        await using var phone = await TestClient.ConnectAsync(_server, bob.Guest, protocol);
        await alice.JoinAsync(Lobby);
        await bob.JoinAsync(Lobby);
        foreach (var text in (string[])["one", "two", "three"])
            await alice.SendAsync(Lobby, text);

        // The phone has not joined the room: a membership is enough.
        Assert.Equal(new() { Room = Lobby, ReadThrough = 2, Unread = 1 }, await MarkAsync(phone, 2));
        Assert.Equal(new() { Room = Lobby, ReadThrough = 2, Unread = 1 }, await MarkAsync(bob, 1));
        Assert.Equal((1, 2), (await FollowAsync(bob, new())).Entries is [var entry] ? (entry.Unread, entry.ReadThrough) : default);
        var cursors = await alice.CallAsync<GetReadCursorsResult>(
            nameof(IChatHub.GetReadCursors), new GetReadCursorsRequest { Room = Lobby });
        Assert.Equal((Lobby, true), (cursors.Room, cursors.Shared));
        Assert.Equal(new ReadCursor { UserId = bob.Guest.UserId, Sequence = 2 }, Assert.Single(cursors.Cursors));

        await RefusedAsync(ChatErrorCodes.InvalidArgument, () => MarkAsync(bob, -1));
        await bob.CallAsync(nameof(IChatHub.LeaveRoom), new LeaveRoomRequest { Room = Lobby });
        await RefusedAsync(ChatErrorCodes.NotAMember, () => MarkAsync(bob, 3));
        await RefusedAsync(ChatErrorCodes.RoomNotFound, () => MarkAsync(bob, 3, "none"));
    }

    /// <summary>Regression: a user learned from read receipts when another read, who had blocked that user.</summary>
    [Theory]
    [InlineData("json")]
    [InlineData("messagepack")]
    public async Task While_one_blocks_the_other_neither_sees_what_the_other_reads(string protocol)
    {
        await using var alice = await _server.ConnectAsync("alice", protocol);
        await using var bob = await _server.ConnectAsync("bob", protocol);
        var open = new OpenDirectRequest { UserId = bob.Guest.UserId };
        var room = (await alice.CallAsync<OpenDirectResult>(nameof(IChatHub.OpenDirect), open)).Room;
        await alice.JoinAsync(room);
        await bob.JoinAsync(room);
        await alice.SendAsync(room, "one");
        await alice.SendAsync(room, "two");
        await MarkAsync(bob, 1, room);
        Assert.Equal(1, (await alice.NextAsync<ReadCursorChange>()).Sequence);
        await bob.CallAsync(nameof(IChatHub.BlockUser), new BlockUserRequest { UserId = alice.Guest.UserId, On = true });

        await MarkAsync(bob, 2, room);
        var cursors = new GetReadCursorsRequest { Room = room };
        var seen = await alice.CallAsync<GetReadCursorsResult>(nameof(IChatHub.GetReadCursors), cursors);
        await MarkAsync(alice, 2, room);
        var own = await bob.CallAsync<GetReadCursorsResult>(nameof(IChatHub.GetReadCursors), cursors);
        await bob.CallAsync(nameof(IChatHub.BlockUser), new BlockUserRequest { UserId = alice.Guest.UserId });
        await alice.SendAsync(room, "three");
        await MarkAsync(bob, 3, room);

        Assert.Equal((false, 0), (seen.Shared, seen.Cursors.Length));
        Assert.Equal((false, 2), (own.Shared, Assert.Single(own.Cursors).Sequence));
        Assert.Equal(3, (await alice.NextAsync<ReadCursorChange>()).Sequence);
    }

    private static Task<FollowInboxResult> FollowAsync(TestClient client, FollowInboxRequest request) =>
        client.CallAsync<FollowInboxResult>(nameof(IChatHub.FollowInbox), request);

    private static Task<MarkReadResult> MarkAsync(TestClient client, long sequence, string room = Lobby) =>
        client.CallAsync<MarkReadResult>(nameof(IChatHub.MarkRead), new MarkReadRequest { Room = room, Sequence = sequence });

    private static async Task RefusedAsync(string code, Func<Task> call)
    {
        var refused = await Assert.ThrowsAsync<HubException>(call);
        Assert.Contains($"HubException: {code}: ", refused.Message, StringComparison.Ordinal);
    }
}
