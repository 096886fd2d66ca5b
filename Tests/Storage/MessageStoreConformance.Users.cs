using SignalRChat.Contracts;
using SignalRChat.Services.Log;

namespace SignalRChat.Tests.Storage;

public abstract partial class MessageStoreConformance
{
    [Fact]
    public async Task A_change_of_access_is_numbered_and_keeps_the_rest()
    {
        Assert.Null(await Users.FindAccessAsync("alice", Cancel));

        await Users.ChangeAccessAsync("alice", new(IsBanned: true), Cancel);
        var bob = await Users.ChangeAccessAsync("bob", new(NotBefore: 7), Cancel);
        await Users.ChangeAccessAsync("alice", new(NotBefore: 5), Cancel);
        var older = await Users.ChangeAccessAsync("alice", new(NotBefore: 4), Cancel);
        var lifted = await Users.ChangeAccessAsync("alice", new(IsBanned: false), Cancel);

        Assert.Equal(new UserAccess("bob", 7, IsBanned: false, Number: 2, Revision: 1), bob);
        Assert.Equal(new UserAccess("alice", 5, IsBanned: true, Number: 3, Revision: 2), older);
        Assert.Equal(new UserAccess("alice", 5, IsBanned: false, Number: 5, Revision: 3), lifted);
        Assert.Equal(lifted, await Users.FindAccessAsync("alice", Cancel));

        // A revocation covers what clocks may differ, and no more: by the clock of the database.
        var before = (await Users.ReadAccessAsync(0, 10, Cancel)).Now;
        var carol = await Users.ChangeAccessAsync("carol", new(NotBefore: long.MaxValue), Cancel);
        var after = (await Users.ReadAccessAsync(0, 10, Cancel)).Now;
        Assert.InRange(carol.NotBefore - UserAccess.ClockAllowance, before, after);
        Assert.InRange(after, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() - 60_000, long.MaxValue);
    }

    [Fact]
    public async Task A_profile_is_changed_in_a_batch_and_keeps_the_rest_of_the_user()
    {
        Assert.Null(await Users.FindUserAsync("alice", Cancel));
        var full = new SetProfileCommand("alice") { Name = "Alice", AvatarUrl = "https://a", Data = "{}", Condition = new(0) };

        var batch = await CommitAsync(
        [
            Join("alice"),
            full,
            new SetProfileCommand("alice") { Name = "Alice" },
            new SetProfileCommand("alice") { Data = "", Condition = new(1) },
            new SetProfileCommand("bob") { Condition = new(1) },
            new SetProfileCommand("carol") { Name = "Carol" },
        ]);

        Assert.Equal([0, 1, 1, 2, 0, 1], batch.Results.Select(result => result.Revision));
        Assert.Equal([false, false, true, false, false, false], batch.Results.Select(result => result.Duplicate));
        Assert.Equal(ChatErrorCodes.PreconditionFailed, batch.Results[4].RefusalCode);
        var profile = new UserProfile { Name = "Alice", AvatarUrl = "https://a", Revision = 2 };
        Assert.Equal(profile, (await Users.FindUserAsync("alice", Cancel))!.Value.Profile);
        Assert.Null(await Users.FindAccessAsync("alice", Cancel));

        await Users.ChangeAccessAsync("alice", new(IsBanned: true), Cancel);
        await RefusedAsync(ChatErrorCodes.PreconditionFailed, full with { Condition = new(2) });
        Assert.Equal(new() { Revision = 4 }, await CommitAsync(new SetProfileCommand("alice") { Name = "" }));

        var found = (await Users.FindUserAsync("alice", Cancel))!.Value;
        Assert.Equal((true, 4), (found.Access.IsBanned, found.Access.Revision));
        Assert.Equal(new UserProfile { AvatarUrl = "https://a", Revision = 4 }, found.Profile);
    }

    [Fact]
    public async Task The_end_of_connections_is_a_change_of_access_with_the_time_of_the_database()
    {
        await Users.ChangeAccessAsync("alice", new(IsBanned: true), Cancel);

        var ended = await Users.ChangeAccessAsync("alice", new(EndsConnections: true), Cancel);
        var lifted = await Users.ChangeAccessAsync("alice", new(IsBanned: false), Cancel);

        Assert.Equal((true, 2, false), (ended.IsBanned, ended.Number, lifted.IsBanned));
        Assert.Equal(ended.EndedBefore, lifted.EndedBefore);
        var page = await Users.ReadAccessAsync(2, 10, Cancel);
        Assert.Equal([lifted], page.Users);
        Assert.InRange(page.Now - ended.EndedBefore, 0, 60_000);
        Assert.InRange(ended.EndedBefore, 1, page.Now);
    }

    [Fact]
    public async Task Changes_of_access_are_read_from_a_number_a_page_at_a_time()
    {
        Assert.Equal((0, 0), await ReadAsync(after: 0));
        foreach (var user in new[] { "a", "b", "c" })
            await Users.ChangeAccessAsync(user, new(IsBanned: true), Cancel);
        await Users.ChangeAccessAsync("a", new(IsBanned: false), Cancel);

        var page = await Users.ReadAccessAsync(0, 2, Cancel);

        Assert.Equal(["b", "c"], page.Users.Select(user => user.UserId));
        Assert.Equal((4, await EpochAsync()), (page.Head, page.Epoch));
        Assert.Equal((4, 1), await ReadAsync(after: 3));
        Assert.Equal((4, 0), await ReadAsync(after: 4));

        async Task<(long Head, int Users)> ReadAsync(long after) =>
            await Users.ReadAccessAsync(after, 10, Cancel) is var read ? (read.Head, read.Users.Length) : default;
    }

    /// <summary>Regression: commands that waited in the queue when the ban came were stored.</summary>
    [Fact]
    public async Task A_command_of_a_banned_user_is_refused_in_the_transaction()
    {
        await CommitAsync(Join("alice"), Join("bob"));
        var id = await PostedAsync("bob");
        await Users.ChangeAccessAsync("bob", new(IsBanned: true), Cancel);

        var batch = await CommitAsync(Post("bob", NewId()), Post("alice", NewId()), Post("bob", id), Service(Post("bob", NewId())));

        Assert.Equal([ChatErrorCodes.Banned, null, null, null], batch.Results.Select(result => result.RefusalCode));
        Assert.Equal([0, 2, 1, 3], batch.Results.Select(result => result.Sequence));
        await RefusedAsync(ChatErrorCodes.Banned, Post("bob", NewId()));
        await RefusedAsync(ChatErrorCodes.Banned, Edit("bob", id, "other"));
        await RefusedAsync(ChatErrorCodes.Banned, Join("bob", "other"));
        await Users.ChangeAccessAsync("bob", new(NotBefore: 7), Cancel);
        await RefusedAsync(ChatErrorCodes.Banned, Post("bob", NewId()));
        await Users.ChangeAccessAsync("bob", new(IsBanned: false), Cancel);
        await PostedAsync("bob");
    }

    /// <summary>A number that a sequence gave could be committed after a later one, and a reader would pass over it.</summary>
    [Fact]
    public async Task No_change_of_access_is_passed_over_while_several_write()
    {
        const int Writers = 4;
        const int Each = 15;
        var writers = Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; i < Each; i++)
                await Users.ChangeAccessAsync($"u{writer}-{i}", new(IsBanned: true), Cancel);
        })));

        var (seen, after) = (new HashSet<string>(), 0L);
        for (var isLast = false; !isLast;)
        {
            isLast = writers.IsCompleted;
            var page = await Users.ReadAccessAsync(after, 1_000, Cancel);
            seen.UnionWith(page.Users.Select(user => user.UserId));
            after = page.Head;
        }

        await writers;
        Assert.Equal(Writers * Each, seen.Count);
    }
}
