using System.Text;
using Microsoft.Data.Sqlite;
using SignalRChat.Contracts;
using SignalRChat.Services.Log;
using SignalRChat.Services.Storage.Sqlite;

namespace SignalRChat.Tests.Storage.Sqlite;

public sealed class SqliteDatabaseTests : IDisposable
{
    private const int BusyTimeoutMs = 20;
    private const int FirstPage = 4096;
    private static readonly ChatUser _alice = new() { UserId = "alice", Name = "Alice" };

    private readonly TempDirectory _folder = new();
    private readonly SqliteTestStore _store;

    public SqliteDatabaseTests() => _store = new(_folder.Path, BusyTimeoutMs);

    private static CancellationToken Cancel => CancellationToken.None;

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("journal_mode", "wal")]
    [InlineData("synchronous", 2L)]
    [InlineData("secure_delete", 1L)]
    [InlineData("foreign_keys", 1L)]
    [InlineData("busy_timeout", (long)BusyTimeoutMs)]
    public async Task The_writer_works_with_the_settings_that_durability_hangs_on(string pragma, object expected)
    {
        await _store.Messages.MigrateAsync(Cancel);
        Assert.Equal(expected, await _store.Database.WriteAsync(session => session.Find(new($"PRAGMA {pragma}")), Cancel));
    }

    [Fact]
    public async Task A_reader_cannot_write()
    {
        await _store.Messages.MigrateAsync(Cancel);
        await Assert.ThrowsAsync<StorageUnavailableException>(
            () => _store.Database.ReadAsync(session => session.Run(SqliteStatements.AddRoom, "room", false), Cancel));
    }

    [Fact]
    public async Task Migrating_again_and_after_a_restart_keeps_everything()
    {
        await StartAsync();
        var epoch = (await _store.Messages.ReadHeadsAsync([], Cancel)).Epoch;
        _store.Dispose();

        using var restarted = new SqliteTestStore(_folder.Path);
        await restarted.Messages.MigrateAsync(Cancel);

        Assert.Equal(epoch, (await restarted.Messages.ReadHeadsAsync([], Cancel)).Epoch);
        Assert.Equal(RoomRoles.Owner, (await restarted.Rooms.FindMemberAsync("lobby", _alice.UserId, Cancel))?.Member.Role);
    }

    [Fact]
    public async Task Another_database_has_another_epoch()
    {
        await _store.Messages.MigrateAsync(Cancel);
        using var folder = new TempDirectory();
        using var other = new SqliteTestStore(folder.Path);
        await other.Messages.MigrateAsync(Cancel);

        Assert.NotEqual((await other.Messages.ReadHeadsAsync([], Cancel)).Epoch, (await _store.Messages.ReadHeadsAsync([], Cancel)).Epoch);
    }

    [Fact]
    public async Task A_locked_database_is_unavailable_and_recovers_when_the_lock_is_gone()
    {
        await StartAsync();
        var post = NewPost("while locked");

        using (var holder = new SqliteConnection(_store.Database.ConnectionString))
        {
            holder.Open();
            using var transaction = holder.BeginTransaction(deferred: false);
            for (var attempt = 0; attempt < 3; attempt++)
                await Assert.ThrowsAsync<StorageUnavailableException>(() => _store.Messages.CommitAsync([post], 1, Cancel));
            Assert.Equal(0, (await _store.Messages.ReadUpdatesAsync("lobby", 0, 10, Cancel)).Head);
        }

        var batch = await _store.Messages.CommitAsync([post], 1, Cancel);

        Assert.Equal(new() { Sequence = 1, Revision = 1, PostedAt = 1 }, Assert.Single(batch.Results));
        Assert.Equal([3102, 3103], _store.Log.Collector.GetSnapshot().Select(record => record.Id.Id));
    }

    [Fact]
    public async Task A_defect_is_not_called_unavailable_and_leaves_nothing_behind()
    {
        await StartAsync();

        await Assert.ThrowsAsync<SqliteException>(() => _store.Database.WriteAsync(
            session =>
            {
                session.Run(SqliteStatements.RemoveMember, 1, _alice.UserId);
                return session.Run(SqliteStatements.AddRoom, "lobby", false);
            },
            Cancel));

        Assert.Null(Assert.Single((await _store.Messages.CommitAsync([NewPost("after")], 1, Cancel)).Results).RefusalCode);
    }

    /// <summary>
    /// A corrupt page, the first of the file or another one. The server rejects nothing for good because of it, and uses a
    /// restored file.
    /// </summary>
    [Theory]
    [InlineData(0, false)]
    [InlineData(FirstPage, true)]
    public async Task A_damaged_file_is_unavailable(int from, bool mayBeOfOneCommand)
    {
        await StartAsync();
        _store.Dispose();
        var good = await File.ReadAllBytesAsync(_store.File, Cancel);
        await File.WriteAllBytesAsync(_store.File, [.. good[..from], .. Enumerable.Repeat((byte)0xFF, good.Length - from)], Cancel);
        using var damaged = new SqliteTestStore(_folder.Path);

        var unavailable = await Assert.ThrowsAsync<StorageUnavailableException>(
            () => damaged.Messages.CommitAsync([NewPost("later")], 1, Cancel));
        Assert.Equal(mayBeOfOneCommand, unavailable.MayBeOfOneCommand);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => damaged.Messages.ReadHeadsAsync(["lobby"], Cancel));

        damaged.Dispose();
        await File.WriteAllBytesAsync(_store.File, good, Cancel);
        using var mended = new SqliteTestStore(_folder.Path);
        Assert.Equal(1, Assert.Single((await mended.Messages.CommitAsync([NewPost("later")], 1, Cancel)).Results).Sequence);
    }

    [Fact]
    public async Task A_batch_that_was_given_up_before_its_turn_is_not_stored()
    {
        await StartAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _store.Messages.CommitAsync([NewPost("late")], 1, new(canceled: true)));
        Assert.Equal(0, Assert.Single((await _store.Messages.ReadHeadsAsync(["lobby"], Cancel)).Revisions));
    }

    [Fact]
    public async Task The_text_of_a_deleted_or_edited_message_is_not_in_the_file_any_more()
    {
        await StartAsync();
        PostCommand[] posts = [.. Enumerable.Range(0, 200).Select(index => NewPost($"secret-{index}-{new string('s', index)}"))];
        await _store.Messages.CommitAsync(posts, 1, Cancel);
        await _store.Messages.CommitAsync(
            [.. posts.Select((post, index) => index % 2 == 0
                ? (RoomCommand)new DeleteCommand("lobby", _alice, post.MessageId)
                : new EditCommand("lobby", _alice, post.MessageId, "public"))],
            2,
            Cancel);
        _store.Dispose();

        var content = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(_store.File, Cancel));
        Assert.Contains("public", content, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", content, StringComparison.Ordinal);
        Assert.Equal([_store.File], Directory.GetFiles(_folder.Path));
    }

    private async Task StartAsync()
    {
        await _store.Messages.MigrateAsync(Cancel);
        await _store.Messages.CommitAsync([new JoinCommand("lobby", _alice)], 1, Cancel);
    }

    private static PostCommand NewPost(string text) => new("lobby", _alice, Guid.NewGuid().ToString(), text, null);
}
