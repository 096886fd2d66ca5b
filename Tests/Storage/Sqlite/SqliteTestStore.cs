using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using SignalRChat.Services.Storage.Sqlite;

namespace SignalRChat.Tests.Storage.Sqlite;

/// <summary>A store on a file in this folder.</summary>
internal sealed class SqliteTestStore : IDisposable
{
    public SqliteTestStore(string folder, int busyTimeoutMs = 2_000)
    {
        File = Path.Combine(folder, "chat.db");
        Database = new(File, Log, busyTimeoutMs);
        Messages = new(Database, NullLogger<SqliteMessageStore>.Instance);
        Rooms = new(Database);
        Server = new(Database);
        Users = new(Database);
        Events = new(Database);
        Inbox = new(Database, TimeProvider.System);
    }

    public string File { get; }

    public FakeLogger Log { get; } = new();

    public SqliteDatabase Database { get; }

    public SqliteMessageStore Messages { get; }

    public SqliteRoomStore Rooms { get; }

    public SqliteServerStore Server { get; }

    public SqliteUserStore Users { get; }

    public SqliteEventStore Events { get; }

    public SqliteInboxStore Inbox { get; }

    public void Dispose() => Database.Dispose();
}
