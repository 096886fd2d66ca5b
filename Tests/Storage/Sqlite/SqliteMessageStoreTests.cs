using SignalRChat.Services.Storage;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Storage.Sqlite;

public sealed class SqliteMessageStoreTests : MessageStoreConformance, IDisposable
{
    private readonly TempDirectory _folder = new();
    private readonly SqliteTestStore _store;

    public SqliteMessageStoreTests() => _store = new(_folder.Path);

    private protected override IMessageStore Messages => _store.Messages;

    private protected override IRoomStore Rooms => _store.Rooms;

    public override Task InitializeAsync() => Messages.MigrateAsync(Cancel);

    public override Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }
}
