using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using SignalRChat.Services.Storage;
using SignalRChat.Services.Storage.Postgres;

namespace SignalRChat.Tests.Storage.Postgres;

/// <summary>One node's view of a database: a separate pool of sessions.</summary>
internal sealed class PostgresTestStore : IDisposable
{
    public PostgresTestStore(string connectionString, PostgresOptions? options = null)
    {
        var connection = Options.Create(new ConnectionStringOptions { Postgres = connectionString });
        Log = new();
        var checkedOptions = Options.Create(options ?? new());
        Database = new(connection, checkedOptions, TimeProvider.System, Log);
        Messages = new(Database, connection, checkedOptions, TimeProvider.System, NullLogger<PostgresMessageStore>.Instance);
        Rooms = new(Database);
        Server = new(Database);
        Users = new(Database);
        Events = new(Database);
        Inbox = new(Database, TimeProvider.System);
    }

    public FakeLogger<PostgresDatabase> Log { get; }

    public PostgresDatabase Database { get; }

    public PostgresMessageStore Messages { get; }

    public PostgresRoomStore Rooms { get; }

    public PostgresServerStore Server { get; }

    public PostgresUserStore Users { get; }

    public PostgresEventStore Events { get; }

    public PostgresInboxStore Inbox { get; }

    public void Dispose() => Database.Dispose();
}
