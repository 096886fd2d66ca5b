using Npgsql;
using SignalRChat.Services.Log;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Storage.Postgres;

[Collection(SharedPostgres.Name)]
public sealed class PostgresMessageStoreTests(PostgresFixture fixture) : MessageStoreConformance, IDisposable
{
    private string _connection = "";
    private PostgresTestStore _store = null!;

    private protected override IMessageStore Messages => _store.Messages;

    private protected override IRoomStore Rooms => _store.Rooms;

    private protected override string WithoutMemberCount =>
        """
        DROP FUNCTION count_members() CASCADE;
        ALTER TABLE rooms DROP COLUMN member_count;
        DELETE FROM schema_versions WHERE scriptname LIKE '0017-%'
        """;

    public override async Task InitializeAsync()
    {
        _connection = await fixture.Server.NewDatabaseAsync();
        _store = new(_connection);
        await Messages.MigrateAsync(Cancel);
    }

    private protected override Task RunAsync(string sql) =>
        fixture.Server.RunAsync(sql, new NpgsqlConnectionStringBuilder(_connection).Database!);

    public override Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _store.Dispose();
}
