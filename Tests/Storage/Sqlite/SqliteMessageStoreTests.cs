using Microsoft.Data.Sqlite;
using SignalRChat.Services.Log;

namespace SignalRChat.Tests.Storage.Sqlite;

public sealed class SqliteMessageStoreTests : MessageStoreConformance, IDisposable
{
    private readonly TempDirectory _folder = new();
    private readonly SqliteTestStore _store;

    public SqliteMessageStoreTests() => _store = new(_folder.Path);

    private protected override IMessageStore Messages => _store.Messages;

    private protected override IRoomStore Rooms => _store.Rooms;

    private protected override string WithoutMemberCount =>
        """
        DROP TRIGGER members_added;
        DROP TRIGGER members_removed;
        ALTER TABLE rooms DROP COLUMN member_count;
        DELETE FROM schema_versions WHERE ScriptName LIKE '0015-%'
        """;

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
