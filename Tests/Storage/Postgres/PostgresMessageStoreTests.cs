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

    private protected override IServerStore Server => _store.Server;

    private protected override IUserStore Users => _store.Users;

    private protected override string WithoutMemberCount =>
        """
        DROP FUNCTION count_members() CASCADE;
        ALTER TABLE rooms DROP COLUMN member_count;
        DELETE FROM schema_versions WHERE scriptname LIKE '0017-%'
        """;

    private protected override string WithoutEntities =>
        """
        DROP TABLE reactions, message_reactions, blocks, reports, users, users_head;
        ALTER TABLE messages DROP COLUMN kind, DROP COLUMN data, DROP COLUMN mentions, DROP COLUMN deleted_by;
        ALTER TABLE messages DROP COLUMN event;
        ALTER TABLE rooms DROP COLUMN is_direct, DROP COLUMN title, DROP COLUMN data, DROP COLUMN announce;
        ALTER TABLE rooms DROP COLUMN posting, DROP COLUMN slow_mode_seconds, DROP COLUMN max_members, DROP COLUMN typing;
        ALTER TABLE rooms DROP COLUMN presence, DROP COLUMN retention_days, DROP COLUMN archived_at, DROP COLUMN floor;
        ALTER TABLE rooms DROP COLUMN info_revision;
        ALTER TABLE members DROP COLUMN muted_until, DROP COLUMN last_post_at, DROP COLUMN revision;
        ALTER TABLE removals DROP COLUMN name, DROP COLUMN role;
        DELETE FROM schema_versions WHERE scriptname >= '0019'
        """;

    private protected override Task<string[]> StatementsAsync(Func<Task> work) => PostgresTrace.RunAsync(work);

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
