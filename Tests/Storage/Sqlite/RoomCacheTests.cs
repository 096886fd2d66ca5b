using Microsoft.Data.Sqlite;
using SignalRChat.Contracts;
using SignalRChat.Services.Log;
using SignalRChat.Services.Storage.Sqlite;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Storage.Sqlite;

/// <summary>
/// The writer keeps rooms and memberships in memory. Each batch here runs after another that filled the memory, and has the result
/// that it would have without it.
/// </summary>
public sealed class RoomCacheTests : IAsyncLifetime, IDisposable
{
    private const string Lobby = "lobby";

    private readonly TempDirectory _folder = new();
    private readonly SqliteTestStore _store;

    public RoomCacheTests() => _store = new(_folder.Path);

    private static CancellationToken Cancel => CancellationToken.None;

    public async Task InitializeAsync()
    {
        await _store.Messages.MigrateAsync(Cancel);
        await CommitAsync(new JoinCommand(Lobby, User("alice")), new JoinCommand(Lobby, User("bob")), Post("alice"), Post("bob"));
        await CommitAsync(Post("alice"), Post("bob"), Post("carol"));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("DELETE FROM members WHERE user_id = 'bob'", ChatErrorCodes.NotAMember, 0)]
    [InlineData("UPDATE rooms SET last_revision = 40", null, 41)]
    [InlineData("DELETE FROM members; UPDATE messages SET room_id = 2; DELETE FROM rooms", ChatErrorCodes.RoomNotFound, 0)]
    public async Task What_another_program_changed_counts_in_the_next_batch(string sql, string? refusal, long revision)
    {
        RunBeside(sql);

        var result = (await CommitAsync(Post("bob"))).Results[0];

        Assert.Equal((refusal, revision), (result.RefusalCode, result.Revision));
    }

    [Fact]
    public async Task An_epoch_that_another_program_began_is_that_of_the_next_batch()
    {
        RunBeside("UPDATE meta SET epoch = 'restored'");
        Assert.Equal("restored", Assert.Single((await CommitAsync(Post("bob"))).Updates).Epoch);

        await _store.Messages.BeginEpochAsync("restored", Cancel);
        Assert.NotEqual("restored", Assert.Single((await CommitAsync(Post("bob"))).Updates).Epoch);
    }

    [Fact]
    public async Task Nothing_of_a_transaction_that_was_rolled_back_counts()
    {
        await Assert.ThrowsAsync<IOException>(() => _store.Database.WriteCachedAsync<int>(
            session =>
            {
                new RoomBatch(new SqliteRows(session), "", 1).Apply([Post("alice"), new LeaveCommand(Lobby, User("bob"))]);
                throw new IOException("The outcome is unknown.");
            },
            Cancel));

        var results = (await CommitAsync(Post("bob"), Post("alice"))).Results;

        Assert.Equal([(null, 5), (null, 6)], results.Select(result => (result.RefusalCode, result.Revision)));
    }

    [Fact]
    public async Task A_member_of_the_configuration_counts_at_once()
    {
        await _store.Messages.ProvisionAsync("staff", [User("alice")], 1);
        Assert.Equal(ChatErrorCodes.RoomNotFound, (await CommitAsync(Post("bob", "staff"))).Results[0].RefusalCode);

        await _store.Messages.ProvisionAsync("staff", [User("alice"), User("bob")], 1);

        Assert.Null((await CommitAsync(Post("bob", "staff"))).Results[0].RefusalCode);
    }

    [Fact]
    public async Task A_new_owner_a_new_role_and_a_new_member_count_at_once()
    {
        await CommitAsync(new JoinCommand(Lobby, User("carol")), new LeaveCommand(Lobby, User("alice")));
        await CommitAsync(Post("carol"), new SetRoleCommand(Lobby, User("bob"), "carol", RoomRoles.Owner));
        await CommitAsync(new SetRoleCommand(Lobby, User("carol"), "bob", RoomRoles.Owner));
        await CommitAsync(new SetRoleCommand(Lobby, User("bob"), "bob", RoomRoles.Member));

        Assert.Null((await CommitAsync(new KickCommand(Lobby, User("carol"), "bob"))).Results[0].RefusalCode);
        Assert.Equal(ChatErrorCodes.NotAMember, (await CommitAsync(Post("bob"))).Results[0].RefusalCode);
    }

    [Fact]
    public async Task A_room_that_became_free_belongs_to_the_next_user_who_joins()
    {
        await CommitAsync(new JoinCommand("free", User("alice")));
        await CommitAsync(new LeaveCommand("free", User("alice")));

        Assert.Equal(RoomRoles.Owner, (await CommitAsync(new JoinCommand("free", User("bob")))).Results[0].Role);
        Assert.Null((await CommitAsync(Post("bob", "free"))).Results[0].RefusalCode);
    }

    [Fact]
    public void The_memory_is_bounded_and_forgets_when_another_connection_has_committed()
    {
        var cache = new RoomCache();
        cache.Continue(1);
        for (var room = 0; room < 2 * RoomCache.Capacity; room++)
        {
            cache.Add($"{room}", new(room, false, false, room, null, null));
            cache.AddRole($"{room}", "alice", RoomRoles.Owner);
            Assert.True(cache.Count <= RoomCache.Capacity);
        }
        Assert.NotNull(cache.Find($"{2 * RoomCache.Capacity - 1}"));

        cache.Continue(1);
        Assert.NotEqual(0, cache.Count);
        cache.Continue(2);
        Assert.Equal(0, cache.Count);
    }

    private Task<BatchResult> CommitAsync(params RoomCommand[] batch) => _store.Messages.CommitAsync(batch, 1, Cancel);

    private void RunBeside(string sql)
    {
        using var other = new SqliteConnection(_store.Database.ConnectionString);
        other.Open();
        using var command = other.CreateCommand();
        command.CommandText = $"PRAGMA foreign_keys = OFF; {sql}";
        command.ExecuteNonQuery();
    }

    private static ChatUser User(string id) => new() { UserId = id, Name = id };

    private static PostCommand Post(string user, string room = Lobby) => new(room, User(user), Guid.NewGuid().ToString(), "hello", null);
}
