using System.Collections.Concurrent;
using SignalRChat.Client;
using SignalRChat.Contracts;
using SignalRChat.Tests.Client.Support;

namespace SignalRChat.Tests.Client;

/// <summary>The user's own reactions before their outcome.</summary>
public sealed class ReactionTests
{
    private const string Thumb = "👍";

    private readonly ConcurrentQueue<string> _heard = new();

    [Fact]
    public async Task A_reaction_is_shown_at_once_and_settles_after_the_change_with_it()
    {
        await using var server = await FakeServer.StartAsync();
        await using var client = await JoinedAsync(server);
        server.Loses = update => update.Reactions is not null;

        await client.Chat.ReactAsync("lobby", server.Room("lobby").Stored[0].MessageId, Thumb);
        await client.UntilAsync(() => !_heard.IsEmpty);
        Assert.Equal([$"+{Thumb}"], _heard);
        server.Loses = _ => false;
        await server.PushAsync(server.Room("lobby").Range(1, 2));

        await client.UntilAsync(() => _heard.Count >= 3);
        Assert.Equal([$"+{Thumb}", "stored 2", ""], _heard);
    }

    [Fact]
    public async Task A_refused_reaction_is_undone()
    {
        await using var server = await FakeServer.StartAsync();
        await using var client = await JoinedAsync(server);
        server.Faults.Refuse(nameof(IChatHub.React), "message-deleted: No.");

        var refused = await Assert.ThrowsAsync<ChatRefusedException>(() => client.Chat.ReactAsync("lobby", "id", Thumb));

        Assert.Equal(ChatErrorCodes.MessageDeleted, refused.Code);
        await client.UntilAsync(() => _heard.Count >= 2);
        Assert.Equal([$"+{Thumb}", ""], _heard);
    }

    [Fact]
    public async Task The_reaction_of_a_room_that_is_left_settles_too()
    {
        await using var server = await FakeServer.StartAsync();
        await using var client = await JoinedAsync(server);
        server.Loses = update => update.Reactions is not null;
        await client.Chat.ReactAsync("lobby", server.Room("lobby").Stored[0].MessageId, Thumb);

        await client.Chat.LeaveAsync("lobby");

        await client.UntilAsync(() => _heard.Count >= 2);
        Assert.Equal([$"+{Thumb}", ""], _heard);
    }

    [Fact]
    public void Pending_reactions_are_laid_over_the_stored_ones()
    {
        ReactionTally[] stored =
        [
            new() { Emoji = Thumb, Count = 2, UserIds = ["bob", "me"] },
            new() { Emoji = "🎉", Count = 1, UserIds = ["me"] },
        ];
        PendingReaction[] reactions = [new(Thumb, true), new("🎉", false), new("❤️", true)];
        var pending = new PendingReactions { Room = "lobby", MessageId = "id", Reactions = reactions };

        var shown = pending.Over(stored, "me");

        Assert.Equal(
            [$"{Thumb} 2 bob,me", "❤️ 1 me"],
            shown.Select(tally => $"{tally.Emoji} {tally.Count} {string.Join(',', tally.UserIds)}"));
        var off = pending with { Reactions = [new(Thumb, false)] };
        Assert.Equal(["bob"], off.Over(stored, "me")[0].UserIds);
    }

    private async Task<AppClient> JoinedAsync(FakeServer server)
    {
        await server.PostAsync("lobby", 1);
        var client = await AppClient.ConnectAsync(server);
        client.Chat.ReactionsPending += pending =>
        {
            _heard.Enqueue(string.Join(' ', pending.Reactions.Select(reaction => $"{(reaction.IsOn ? "+" : "-")}{reaction.Emoji}")));
            client.Noted();
            return Task.CompletedTask;
        };
        client.Chat.MessagesChanged += changes =>
        {
            _heard.Enqueue($"stored {changes.Cursor.Revision}");
            return Task.CompletedTask;
        };
        await client.Chat.JoinAsync("lobby");
        return client;
    }
}
