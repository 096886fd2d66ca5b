using Microsoft.AspNetCore.SignalR;
using SignalRChat.Contracts;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs;

/// <summary>Reactions to messages, on both protocols.</summary>
public sealed class MessageReactionTests : IDisposable
{
    private const string Room = "lobby";

    private readonly ChatServer _server = new();

    public static TheoryData<string> Protocols => ["json", "messagepack"];

    public void Dispose() => _server.Dispose();

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_reaction_reaches_members_live_by_cursor_in_the_history_and_in_a_snapshot(string protocol)
    {
        await using var alice = await _server.ConnectAsync("alice", protocol);
        await using var bob = await _server.ConnectAsync("bob", protocol == "json" ? "messagepack" : "json");
        await bob.JoinAsync(Room);
        await alice.JoinAsync(Room);
        var id = TestClient.NewId();
        await alice.SendAsync(Room, "hello", id);
        await bob.ReadThroughAsync(0, 1);

        var answer = await ReactAsync(alice, id, "👩‍👩‍👧‍👦");
        var live = await bob.NextUpdateAsync();
        var updates = await bob.CallAsync<GetUpdatesResult>(
            nameof(IChatHub.GetUpdates), new GetUpdatesRequest { Room = Room, After = 1, Limit = 10 });
        var history = await bob.CallAsync<GetHistoryResult>(
            nameof(IChatHub.GetHistory), new GetHistoryRequest { Room = Room, Limit = 10 });
        var snapshot = await bob.JoinAsync(Room);

        Assert.Equal(2, answer.Revision);
        Assert.Equal((1, 2, 0), (live.After, live.Through, live.Messages.Length));
        Assert.Empty(updates.Messages);
        foreach (var reactions in (MessageReactions[]?[])[live.Reactions, updates.Reactions, history.Reactions, snapshot.Update.Reactions])
        {
            var one = Assert.Single(reactions!);
            Assert.Equal((id, 1, 2), (one.MessageId, one.Sequence, one.Revision));
            var tally = Assert.Single(one.Tallies);
            Assert.Equal(("👩‍👩‍👧‍👦", 1), (tally.Emoji, tally.Count));
            Assert.Equal([alice.Guest.UserId], tally.UserIds);
        }

        Assert.Equal(3, (await ReactAsync(alice, id, "👩‍👩‍👧‍👦", on: false)).Revision);
        Assert.Equal(3, (await ReactAsync(alice, id, "👩‍👩‍👧‍👦", on: false)).Revision);
        Assert.Empty(Assert.Single((await bob.NextUpdateAsync()).Reactions!).Tallies);
        Assert.Null((await bob.JoinAsync(Room)).Update.Reactions);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_reaction_that_is_not_accepted_has_a_code(string protocol)
    {
        await using var alice = await _server.ConnectAsync("alice", protocol);
        await alice.JoinAsync(Room);
        var (id, deleted) = (TestClient.NewId(), TestClient.NewId());
        await alice.SendAsync(Room, "hello", id);
        await alice.SendAsync(Room, "gone", deleted);
        await alice.CallAsync(nameof(IChatHub.DeleteMessage), new DeleteMessageRequest { Room = Room, MessageId = deleted });

        foreach (var emoji in (string[])["", " ", "ab", "👍👍", "\u200b", "\n", "e" + new string('\u0301', 40)])
            Assert.Contains("HubException: invalid-argument: emoji ", await RefusalAsync(alice, id, emoji), StringComparison.Ordinal);
        Assert.Contains("HubException: message-deleted: ", await RefusalAsync(alice, deleted, "👍"), StringComparison.Ordinal);
        Assert.Contains("HubException: message-not-found: ", await RefusalAsync(alice, TestClient.NewId(), "👍"), StringComparison.Ordinal);
        Assert.Contains("HubException: invalid-argument: ", await RefusalAsync(alice, "x", "👍"), StringComparison.Ordinal);
        foreach (var emoji in (string[])["👍", "1\ufe0f\u20e3", "\U0001F1E9\U0001F1EA", "❤️"])
            await ReactAsync(alice, id, emoji);
    }

    private static async Task<string> RefusalAsync(TestClient client, string id, string emoji) =>
        (await Assert.ThrowsAsync<HubException>(() => ReactAsync(client, id, emoji))).Message;

    private static Task<ChangeMessageResult> ReactAsync(TestClient client, string id, string emoji, bool on = true) =>
        client.CallAsync<ChangeMessageResult>(
            nameof(IChatHub.React), new ReactRequest { Room = Room, MessageId = id, Emoji = emoji, On = on });
}
