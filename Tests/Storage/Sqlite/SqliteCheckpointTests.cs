using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SignalRChat.Contracts;
using SignalRChat.Services.Log;
using SignalRChat.Services.Storage.Sqlite;
using SQLitePCL;

namespace SignalRChat.Tests.Storage.Sqlite;

/// <summary>The writer leaves its pages in the log. They are moved beside it, and the log stays bounded.</summary>
public sealed class SqliteCheckpointTests : IAsyncLifetime, IDisposable
{
    private const int Page = 4_096;
    private static readonly ChatUser _alice = new() { UserId = "alice", Name = "Alice" };

    private readonly TempDirectory _folder = new();
    private readonly SqliteTestStore _store;

    public SqliteCheckpointTests() => _store = new(_folder.Path);

    private static CancellationToken Cancel => CancellationToken.None;

    public async Task InitializeAsync()
    {
        await _store.Messages.MigrateAsync(Cancel);
        await _store.Messages.CommitAsync([new JoinCommand("lobby", _alice)], 1, Cancel);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    /// <summary>
    /// Under constant load there is always a commit that is not moved yet, so SQLite by itself never begins the log again. The
    /// reader, which begins before the commit, has the same effect.
    /// </summary>
    [Fact]
    public async Task The_log_is_bounded_if_some_of_it_is_never_moved_yet()
    {
        const int Rounds = 20;
        for (var round = 0; round < Rounds; round++)
        {
            await _store.Database.ReadAsync(
                session =>
                {
                    session.Find(SqliteStatements.CountMembers, 1);
                    Post();
                    _store.Database.MoveLog();
                    return 0;
                },
                Cancel);
            Assert.True(await _store.Database.TryRestartLogAsync(Cancel));
        }

        Assert.InRange(new FileInfo(_store.File + "-wal").Length, 1, Rounds / 2 * Page * 16);
        Assert.Equal(16 * Rounds, (await _store.Messages.ReadHeadsAsync(["lobby"], Cancel)).Revisions[0]);
    }

    [Fact]
    public async Task A_reader_of_an_older_state_delays_the_log_and_not_the_writer()
    {
        Assert.False(await _store.Database.ReadAsync(
            session =>
            {
                session.Find(SqliteStatements.CountMembers, 1);
                Post();
                _store.Database.MoveLog();
                var isRestarted = _store.Database.TryRestartLogAsync(Cancel).GetAwaiter().GetResult();
                Post();
                return isRestarted;
            },
            Cancel));

        Assert.True(await _store.Database.TryRestartLogAsync(Cancel));
        Assert.Equal(2_000L, await _store.Database.WriteAsync(session => session.Find(new("PRAGMA busy_timeout")), Cancel));
    }

    /// <summary>Otherwise it would read them again, and everything that it knows of rooms.</summary>
    [Fact]
    public async Task The_writer_keeps_its_pages_when_the_log_is_moved_and_begins_again()
    {
        Post();
        var before = await VersionAsync();

        _store.Database.MoveLog();
        Assert.True(await _store.Database.TryRestartLogAsync(Cancel));
        Post();

        Assert.Equal(before, await VersionAsync());
    }

    [Fact]
    public async Task The_pages_are_moved_while_the_writer_rests_and_the_backup_has_them_before()
    {
        var time = new FakeTimeProvider();
        using var checkpointer = new SqliteCheckpointer(_store.Database, time, NullLogger<SqliteCheckpointer>.Instance);
        await checkpointer.StartAsync(Cancel);
        for (var move = 1; move <= 2; move++)
        {
            var length = new FileInfo(_store.File).Length;
            for (var count = 0; count < 8; count++)
                Post();
            Assert.Equal(length, new FileInfo(_store.File).Length);
            Assert.Equal(move * 8 * 16, HeadOfBackup());

            await Eventually.HoldsAsync(() =>
            {
                time.Advance(TimeSpan.FromSeconds(10));
                return Task.FromResult(new FileInfo(_store.File).Length > length);
            });
            Assert.Equal(move * 8 * 16, HeadOfBackup());
        }
        await checkpointer.StopAsync(Cancel);
    }

    /// <summary>
    /// Older versions can lose a commit if one connection moves the log while another begins it again
    /// (https://sqlite.org/wal.html#walresetbug).
    /// </summary>
    [Fact]
    public void The_library_of_SQLite_may_move_the_log_beside_a_writer() =>
        Assert.InRange(raw.sqlite3_libversion_number(), 3_051_003, int.MaxValue);

    private Task<long> VersionAsync() => _store.Database.WriteCachedAsync(session => session.DataVersion, Cancel);

    private void Post()
    {
        var posts = Enumerable.Range(0, 16).Select(_ =>
            (RoomCommand)new PostCommand("lobby", _alice, Guid.NewGuid().ToString(), new('x', 2_000), null));
        _store.Messages.CommitAsync([.. posts], 1, Cancel).GetAwaiter().GetResult();
    }

    private int HeadOfBackup()
    {
        var copy = _folder.File("copy.db");
        using (var from = new SqliteConnection($"Data Source={_store.File};Pooling=false"))
        using (var to = new SqliteConnection($"Data Source={copy};Pooling=false"))
        {
            from.Open();
            to.Open();
            from.BackupDatabase(to);
            using var head = to.CreateCommand();
            head.CommandText = "SELECT last_revision FROM rooms";
            return Convert.ToInt32(head.ExecuteScalar(), CultureInfo.InvariantCulture);
        }
    }
}
