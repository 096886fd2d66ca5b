using Microsoft.AspNetCore.SignalR;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs;

public sealed class TalkTests : IDisposable
{
    private readonly ChatServer _server = new();

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData("json")]
    [InlineData("messagepack")]
    public async Task Two_people_talk(string protocol)
    {
        await using var alice = await _server.ConnectAsync("alice", protocol);
        await using var bob = await _server.ConnectAsync("bob", protocol);
        var joined = await alice.JoinAsync("lobby");
        await bob.JoinAsync("lobby");

        var sent = await bob.SendAsync("lobby", "hello");
        var heard = Assert.Single(await alice.ReadThroughAsync(joined.Head, 1));

        Assert.Equal((true, 0, "owner"), (joined.Reset, joined.Head, joined.Role));
        Assert.Equal((1, 1, false), (sent.Sequence, sent.Revision, sent.Duplicate));
        Assert.Equal(("hello", "bob", bob.Guest.UserId, 1), (heard.Text, heard.Name, heard.UserId, heard.Sequence));
    }

    [Fact]
    public async Task A_message_sent_again_keeps_its_place()
    {
        await using var alice = await _server.ConnectAsync("alice");
        await alice.JoinAsync("lobby");
        var id = TestClient.NewId();

        var first = await alice.SendAsync("lobby", "once", id);
        var again = await alice.SendAsync("lobby", "once", id);

        Assert.Equal((first.Sequence, first.PostedAt, true), (again.Sequence, again.PostedAt, again.Duplicate));
    }

    [Theory]
    [InlineData("", "text", "invalid-argument: room")]
    [InlineData("Lobby", "text", "invalid-argument: room")]
    [InlineData("lobby", " \n", "invalid-argument: text")]
    [InlineData("elsewhere", "text", "room-not-found: ")]
    public async Task A_bad_message_is_refused_with_a_code(string room, string text, string refusal)
    {
        await using var alice = await _server.ConnectAsync("alice");
        await alice.JoinAsync("lobby");

        var refused = await Assert.ThrowsAsync<HubException>(() => alice.SendAsync(room, text));

        Assert.Contains("HubException: " + refusal, refused.Message, StringComparison.Ordinal);
    }
}
