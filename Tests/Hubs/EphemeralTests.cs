using SignalRChat.Contracts;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs;

/// <summary>Typing and presence on a real server. Other tests check their timers with a fake clock.</summary>
public sealed class EphemeralTests : IDisposable
{
    private readonly ChatServer _server = new(new()
    {
        ["Chat:Presence:LeaveDelay"] = "00:00:00.500",
        ["Chat:Presence:BatchInterval"] = "00:00:00.050",
    });

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData("json")]
    [InlineData("messagepack")]
    public async Task Typing_is_announced_and_ended_by_a_stop_a_message_a_leave_and_a_disconnect(string protocol)
    {
        await using var bob = await _server.ConnectAsync("bob", protocol);
        await bob.JoinAsync("lobby");
        Func<TestClient, Task>[] ends =
        [
            alice => alice.CallAsync(nameof(IChatHub.StopTyping), new StopTypingRequest { Room = "lobby" }),
            alice => alice.SendAsync("lobby", "done"),
            alice => alice.CallAsync(nameof(IChatHub.LeaveRoom), new LeaveRoomRequest { Room = "lobby" }),
            alice => alice.DisposeAsync().AsTask(),
        ];
        foreach (var end in ends)
        {
            await using var alice = await _server.ConnectAsync("alice", protocol);
            await alice.JoinAsync("lobby");
            await alice.CallAsync(nameof(IChatHub.StartTyping), new StartTypingRequest { Room = "lobby" });
            Assert.Equal((alice.Guest.UserId, true), Seen(await bob.NextAsync<TypingChange>()));
            await end(alice);
            Assert.Equal((alice.Guest.UserId, false), Seen(await bob.NextAsync<TypingChange>()));
        }
    }

    [Fact]
    public async Task Typing_without_an_end_ends_by_itself()
    {
        await using var alice = await _server.ConnectAsync("alice");
        await using var bob = await _server.ConnectAsync("bob");
        await alice.JoinAsync("lobby");
        await bob.JoinAsync("lobby");

        await alice.CallAsync(nameof(IChatHub.StartTyping), new StartTypingRequest { Room = "lobby" });

        Assert.True((await bob.NextAsync<TypingChange>()).IsTyping);
        Assert.False((await bob.NextAsync<TypingChange>()).IsTyping);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("messagepack")]
    public async Task Typing_is_sent_to_the_users_other_devices_and_not_to_the_one_that_types(string protocol)
    {
        var guest = await _server.GuestAsync("alice");
        await using var desk = await TestClient.ConnectAsync(_server, guest, protocol);
        await using var phone = await TestClient.ConnectAsync(_server, guest, protocol);
        await using var bob = await _server.ConnectAsync("bob", protocol);
        foreach (var one in (TestClient[])[desk, phone, bob])
            await one.JoinAsync("lobby");

        await desk.CallAsync(nameof(IChatHub.StartTyping), new StartTypingRequest { Room = "lobby" });
        await desk.SendAsync("lobby", "done");
        // A later event of the same room. When it arrives, no event of the desk itself is still under way.
        await bob.CallAsync(nameof(IChatHub.StartTyping), new StartTypingRequest { Room = "lobby" });

        Assert.Equal((guest.UserId, true), Seen(await phone.NextAsync<TypingChange>()));
        Assert.Equal((guest.UserId, false), Seen(await phone.NextAsync<TypingChange>()));
        Assert.Equal((bob.Guest.UserId, true), Seen(await desk.NextAsync<TypingChange>()));
        Assert.Equal((guest.UserId, true), Seen(await bob.NextAsync<TypingChange>()));
        Assert.Equal((guest.UserId, false), Seen(await bob.NextAsync<TypingChange>()));
    }

    [Fact]
    public async Task A_user_with_two_connections_comes_once_and_goes_with_the_last_one()
    {
        await using var bob = await _server.ConnectAsync("bob");
        await bob.JoinAsync("lobby");
        var guest = await _server.GuestAsync("alice");
        var first = await TestClient.ConnectAsync(_server, guest, "json");
        var second = await TestClient.ConnectAsync(_server, guest, "messagepack");
        await first.JoinAsync("lobby");
        // The arrival must be seen before the leave, because no member learns of a visit between two rounds.
        List<string> seen = [];
        await ReadToAsync("+" + guest.UserId);
        var joined = await second.JoinAsync("lobby");
        Assert.Equal((2, 2), (joined.PresentCount, joined.Present.Length));
        await first.DisposeAsync();
        await second.DisposeAsync();
        await ReadToAsync("-" + guest.UserId);

        Assert.Equal(["+" + guest.UserId, "-" + guest.UserId], seen.Where(one => one.EndsWith(guest.UserId, StringComparison.Ordinal)));

        async Task ReadToAsync(string wanted)
        {
            while (!seen.Contains(wanted))
            {
                var change = await bob.NextAsync<PresenceChange>();
                seen.AddRange(change.Joined.Select(user => "+" + user.UserId));
                seen.AddRange(change.Left.Select(user => "-" + user.UserId));
            }
        }
    }

    private static (string, bool) Seen(TypingChange change) => (change.UserId, change.IsTyping);
}
