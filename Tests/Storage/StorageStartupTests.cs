using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SignalRChat.Services.Log;
using SignalRChat.Services.Storage;
using SignalRChat.Tests.Storage.Sqlite;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Storage;

/// <summary>
/// Regression: a node lost its database between its first answer and the creation of its private rooms. The node ended instead
/// of waiting.
/// </summary>
public sealed class StorageStartupTests : IStorageGate
{
    private int _opened;
    private int _failures;
    private long _members;

    [Fact]
    public async Task A_database_that_goes_away_while_rooms_are_made_is_waited_for_again()
    {
        _failures = 2;

        await StartAsync();

        Assert.Equal(1, _members);
        Assert.Equal(3, _opened);
    }

    [Fact]
    public async Task One_that_never_stays_ends_the_start()
    {
        _failures = int.MaxValue;

        await Assert.ThrowsAsync<StorageUnavailableException>(StartAsync);
        Assert.Equal(5, _opened);
    }

    string IStorageGate.Place => "memory";

    Task<string?> IStorageGate.AskOnceAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    Task<bool> IStorageGate.TryOpenAsync(CancellationToken cancellationToken)
    {
        _opened++;
        return Task.FromResult(true);
    }

    Task IStorageGate.OpenAsync(bool mustTakeChanges, CancellationToken cancellationToken)
    {
        _opened++;
        return Task.CompletedTask;
    }

    private async Task StartAsync()
    {
        using var folder = new TempDirectory();
        using var store = new SqliteTestStore(folder.Path);
        var privateRooms = Options.Create(new PrivateRoomOptions { PrivateRooms = { ["staff"] = ["alice"] } });
        var messages = new HookedStore(store.Messages) { BeforeCommit = FailAsync };
        var startup = new StorageStartup(this, messages, privateRooms, TimeProvider.System, NullLogger<StorageStartup>.Instance);
        await startup.StartingAsync(default);
        await startup.StartedAsync(default);
        _members = (await store.Rooms.ReadMembersAsync("staff", "alice", 10, default))!.Value.MemberCount;
    }

    private Task FailAsync() => _failures-- > 0 ? HookedStore.Unavailable() : Task.CompletedTask;
}
