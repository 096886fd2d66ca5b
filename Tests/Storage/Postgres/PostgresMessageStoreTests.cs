using SignalRChat.Services.Storage;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Storage.Postgres;

[Collection(SharedPostgres.Name)]
public sealed class PostgresMessageStoreTests(PostgresFixture fixture) : MessageStoreConformance, IDisposable
{
    private PostgresTestStore _store = null!;

    private protected override IMessageStore Messages => _store.Messages;

    private protected override IRoomStore Rooms => _store.Rooms;

    public override async Task InitializeAsync()
    {
        _store = new(await fixture.Server.NewDatabaseAsync());
        await Messages.MigrateAsync(Cancel);
    }

    public override Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _store.Dispose();
}
