using Microsoft.Data.Sqlite;
using SignalRChat.Services.Log;

namespace SignalRChat.Tests.Storage.Sqlite;

public sealed class SqliteMessageStoreTests : MessageStoreConformance, IDisposable
{
    private const string DropInbox =
        """
        DROP TABLE mentions;
        DROP TABLE read_cursors;
        DROP TABLE inbox_entries;
        DROP TABLE inboxes;
        ALTER TABLE rooms DROP COLUMN message_count;
        ALTER TABLE rooms DROP COLUMN last_message;
        ALTER TABLE messages DROP COLUMN ordinal;
        """;

    private readonly TempDirectory _folder = new();
    private readonly SqliteTestStore _store;

    public SqliteMessageStoreTests() => _store = new(_folder.Path);

    private protected override IMessageStore Messages => _store.Messages;

    private protected override IRoomStore Rooms => _store.Rooms;

    private protected override IServerStore Server => _store.Server;

    private protected override IUserStore Users => _store.Users;

    private protected override IEventStore Events => _store.Events;

    private protected override IInboxStore Inbox => _store.Inbox;

    private protected override string WithoutInbox =>
        $"""
        {DropInbox}
        DELETE FROM schema_versions WHERE ScriptName LIKE '0027-%'
        """;

    private protected override string WithoutMemberCount =>
        """
        DROP TRIGGER members_added;
        DROP TRIGGER members_removed;
        ALTER TABLE rooms DROP COLUMN member_count;
        DELETE FROM schema_versions WHERE ScriptName LIKE '0015-%'
        """;

    private protected override string WithoutEntities =>
        $"""
        DROP TABLE event_readers;
        DROP TABLE event_places;
        {DropInbox}
        DROP TABLE blocks;
        DROP TABLE reports;
        DROP TABLE users;
        DROP TABLE users_head;
        DROP INDEX removals_muted;
        ALTER TABLE removals DROP COLUMN muted_until;
        DROP TABLE reactions;
        DROP TABLE message_reactions;
        DROP INDEX members_changed;
        ALTER TABLE messages DROP COLUMN kind;
        ALTER TABLE messages DROP COLUMN data;
        ALTER TABLE messages DROP COLUMN mentions;
        ALTER TABLE messages DROP COLUMN deleted_by;
        ALTER TABLE messages DROP COLUMN event;
        ALTER TABLE rooms DROP COLUMN is_direct;
        ALTER TABLE rooms DROP COLUMN title;
        ALTER TABLE rooms DROP COLUMN data;
        ALTER TABLE rooms DROP COLUMN announce;
        ALTER TABLE rooms DROP COLUMN posting;
        ALTER TABLE rooms DROP COLUMN slow_mode_seconds;
        ALTER TABLE rooms DROP COLUMN max_members;
        ALTER TABLE rooms DROP COLUMN typing;
        ALTER TABLE rooms DROP COLUMN presence;
        ALTER TABLE rooms DROP COLUMN retention_days;
        ALTER TABLE rooms DROP COLUMN archived_at;
        ALTER TABLE rooms DROP COLUMN floor;
        ALTER TABLE rooms DROP COLUMN info_revision;
        ALTER TABLE members DROP COLUMN muted_until;
        ALTER TABLE members DROP COLUMN last_post_at;
        ALTER TABLE members DROP COLUMN revision;
        ALTER TABLE removals DROP COLUMN name;
        ALTER TABLE removals DROP COLUMN role;
        DELETE FROM schema_versions WHERE ScriptName >= '0019'
        """;

    private protected override string WithoutKeptMutes =>
        $"""
        DROP TABLE event_readers;
        DROP TABLE event_places;
        {DropInbox}
        DROP INDEX removals_muted;
        DROP INDEX users_banned;
        ALTER TABLE removals DROP COLUMN muted_until;
        ALTER TABLE users DROP COLUMN ended_before;
        DELETE FROM schema_versions WHERE ScriptName >= '0023'
        """;

    private protected override Task<string[]> StatementsAsync(Func<Task> work) => SqliteTrace.RunAsync(_store.Database, work);

    public override Task InitializeAsync() => Messages.MigrateAsync(Cancel);

    private protected override async Task RunAsync(string sql)
    {
        await using var file = new SqliteConnection($"Data Source={_store.File};Pooling=false");
        await file.OpenAsync();
        await using var command = file.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    public override Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }
}
