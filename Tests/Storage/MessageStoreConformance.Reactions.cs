using SignalRChat.Contracts;
using SignalRChat.Services.Log;

namespace SignalRChat.Tests.Storage;

public abstract partial class MessageStoreConformance
{
    private const string Heart = "❤️";
    private const string Thumb = "👍🏽";

    private static ReactCommand React(string user, string id, string emoji = Heart, bool on = true, string room = Lobby) =>
        new(room, User(user), id, emoji, on);

    [Fact]
    public async Task A_reaction_takes_a_revision_and_is_read_by_everyone_as_it_was_announced()
    {
        var ids = await FilledAsync(3);
        await CommitAsync([Join("bob"), Join("carol")]);

        var batch = await CommitAsync([React("bob", ids[1]), React("carol", ids[1]), React("bob", ids[1], Thumb), React("bob", ids[0])]);

        Assert.Equal([4, 5, 6, 7], batch.Results.Select(result => result.Revision));
        Assert.Equal([2, 2, 2, 1], batch.Results.Select(result => result.Sequence));
        var update = Assert.Single(batch.Updates);
        Assert.Equal((3, 7, 0), (update.After, update.Through, update.Messages.Length));
        string[] expected = [$"2@6 {Heart}2:carol,bob {Thumb}1:bob", $"1@7 {Heart}1:bob"];
        Assert.Equal(expected, Shown(update.Reactions));
        Assert.Equal(expected, Shown((await UpdatesAsync(after: 3)).Reactions));
        Assert.Equal(expected, Shown((await Messages.ReadUpdatesAsync(Lobby, "alice", 3, 100, Cancel))!.Value.Reactions));
        Assert.Equal(expected.Reverse(), Shown((await HistoryAsync(null, 10)).Reactions));
        Assert.Equal(expected[..1], Shown((await HistoryAsync(null, 2)).Reactions));
        Assert.Equal(expected[1..], Shown((await HistoryAsync(2, 10)).Reactions));
        Assert.All((await UpdatesAsync()).Messages, message => Assert.Equal(message.Sequence, message.Revision));
        Assert.Equal(7, await HeadAsync());
    }

    [Fact]
    public async Task A_reaction_that_is_there_already_or_not_changes_nothing()
    {
        var id = (await FilledAsync(1))[0];

        Assert.Equal(new() { Sequence = 1, Revision = 1, Duplicate = true }, await CommitAsync(React("alice", id, on: false)));
        Assert.Equal(new() { Sequence = 1, Revision = 2 }, await CommitAsync(React("alice", id)));
        var repeats = await CommitAsync([React("alice", id), React("alice", id), React("alice", id, Thumb, on: false)]);

        Assert.All(repeats.Results, result => Assert.Equal(new() { Sequence = 1, Revision = 2, Duplicate = true }, result));
        Assert.Empty(repeats.Updates);
        Assert.Equal(2, await HeadAsync());
    }

    [Fact]
    public async Task A_reaction_that_is_taken_back_is_announced_and_leaves_no_trace_in_the_history()
    {
        var id = (await FilledAsync(1))[0];
        await CommitAsync([Join("bob"), React("alice", id), React("bob", id)]);

        Assert.Equal([$"1@4 {Heart}1:bob"], Shown(Assert.Single((await CommitAsync([React("alice", id, on: false)])).Updates).Reactions));
        var last = await CommitAsync([React("bob", id, on: false), React("bob", id, Thumb), React("bob", id, Thumb, on: false)]);

        Assert.Equal(["1@7"], Shown(Assert.Single(last.Updates).Reactions));
        Assert.Equal(["1@7"], Shown((await UpdatesAsync()).Reactions));
        Assert.Empty((await HistoryAsync(null, 10)).Reactions);
        Assert.Equal([$"1@8 {Heart}1:bob"], Shown(Assert.Single((await CommitAsync([React("bob", id)])).Updates).Reactions));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_tally_counts_all_and_names_the_newest_also_after_some_were_taken_back(bool inOneBatch)
    {
        var id = (await FilledAsync(1))[0];
        var users = Enumerable.Range(1, ChatLimits.ReactionUsers + 5).Select(place => $"user{place:00}").ToArray();
        await CommitAsync([.. users.Select(user => Join(user))]);
        RoomCommand[] commands =
        [
            .. users.Select(user => React(user, id)),
            .. users[^3..].Select(user => React(user, id, on: false)),
            React(users[0], id, on: false),
        ];

        if (inOneBatch)
            await CommitAsync(commands);
        else
            await CommitEachAsync(commands);

        var tally = Assert.Single(Assert.Single((await UpdatesAsync()).Reactions).Tallies);
        Assert.Equal(users.Length - 4, tally.Count);
        Assert.Equal(users[2..^3].Reverse().Take(ChatLimits.ReactionUsers), tally.UserIds);
    }

    [Fact]
    public async Task Reactions_are_refused_by_the_rules()
    {
        var ids = await FilledAsync(2);
        await CommitAsync(Delete("alice", ids[1]));
        foreach (var place in Enumerable.Range(0, ChatLimits.ReactionsPerMessage))
            await CommitAsync(React("alice", ids[0], char.ConvertFromUtf32(0x1F600 + place)));

        await RefusedAsync(ChatErrorCodes.NotAMember, React("mallory", ids[0]));
        await RefusedAsync(ChatErrorCodes.MessageNotFound, React("alice", NewId()));
        await RefusedAsync(ChatErrorCodes.MessageDeleted, React("alice", ids[1]));
        await RefusedAsync(ChatErrorCodes.InvalidArgument, React("alice", "not-an-id"));
        await RefusedAsync(ChatErrorCodes.TooManyReactions, React("alice", ids[0]));
        await CommitAsync([Join("bob"), React("bob", ids[0], "😀"), React("alice", ids[0], "😀", on: false)]);
        await RefusedAsync(ChatErrorCodes.TooManyReactions, React("alice", ids[0]));
    }

    [Fact]
    public async Task A_page_of_updates_ends_with_its_last_change_of_either_kind()
    {
        var ids = await FilledAsync(6);
        foreach (var id in ids[..4])
            await CommitAsync(React("alice", id));
        await CommitAsync(Edit("alice", ids[5], "edited"));

        var seen = new List<string>();
        for (long after = 0; after < 11;)
        {
            var page = await UpdatesAsync(after, limit: 3);
            Assert.True(page.Through > after && page.Changes.Count <= 6);
            seen.AddRange(page.Messages.Select(message => $"m{message.Sequence}@{message.Revision}"));
            seen.AddRange(page.Reactions.Select(reactions => $"r{reactions.Sequence}@{reactions.Revision}"));
            Assert.All(page.Messages, message => Assert.InRange(message.Revision, after + 1, page.Through));
            Assert.All(page.Reactions, reactions => Assert.InRange(reactions.Revision, after + 1, page.Through));
            after = page.Through;
        }

        Assert.Equal(["m1@1", "m2@2", "m3@3", "m4@4", "m5@5", "m6@11", "r1@7", "r2@8", "r3@9", "r4@10"], seen.Order());
    }

    [Fact]
    public async Task A_removal_in_the_batch_of_a_reaction_leaves_the_update_to_be_read()
    {
        var id = (await FilledAsync(1))[0];
        await CommitAsync(Join("bob"));

        var batch = await CommitAsync([React("bob", id), Leave("bob"), React("alice", id)]);

        var update = Assert.Single(batch.Updates);
        Assert.True(update.IsHollow());
        var page = await UpdatesAsync(after: 1);
        Assert.Equal([$"1@4 {Heart}2:alice,bob"], Shown(page.Reactions));
        Assert.Equal(3, Assert.Single(page.Removals).Revision);
    }

    private async Task CommitEachAsync(RoomCommand[] commands)
    {
        foreach (var command in commands)
            Assert.Null((await CommitAsync(command)).RefusalCode);
    }

    private static string[] Shown(MessageReactions[]? reactions) => [.. (reactions ?? []).Select(one =>
        string.Join(' ', [
            $"{one.Sequence}@{one.Revision}",
            .. one.Tallies.Select(tally => $"{tally.Emoji}{tally.Count}:{string.Join(',', tally.UserIds)}"),
        ]))];
}
