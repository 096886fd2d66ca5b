using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SignalRChat.Contracts;
using SignalRChat.Services.Log;
using SignalRChat.Services.Storage;
using SignalRChat.Tests.Storage.Sqlite;

namespace SignalRChat.Tests.Storage;

/// <summary>
/// Regression: a node lost its database between its first answer and the creation of its private rooms. The node ended instead
/// of waiting.
/// </summary>
public sealed class StorageStartupTests : IStorageGate, IRoomStore
{
    private int _opened;
    private int _failures;
    private string? _provisioned;

    [Fact]
    public async Task A_database_that_goes_away_while_rooms_are_made_is_waited_for_again()
    {
        _failures = 2;

        await StartAsync();

        Assert.Equal("staff", _provisioned);
        Assert.Equal(3, _opened);
    }

    [Fact]
    public async Task One_that_never_stays_ends_the_start()
    {
        _failures = int.MaxValue;

        await Assert.ThrowsAsync<StorageUnavailableException>(StartAsync);
        Assert.Equal(5, _opened);
    }

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

    Task<bool> IRoomStore.ProvisionPrivateRoomAsync(
        string room, IReadOnlyList<ChatUser> members, long now, CancellationToken cancellationToken)
    {
        if (_failures-- > 0)
            throw new StorageUnavailableException("The database is away.", new IOException("gone"));
        _provisioned = room;
        return Task.FromResult(true);
    }

    Task<Membership?> IRoomStore.FindMemberAsync(string room, string userId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    Task<bool> IRoomStore.IsVisibleAsync(string room, string userId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    Task<MemberPage?> IRoomStore.ReadMembersAsync(string room, string userId, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    Task<MemberPage?> IRoomStore.ReadMemberPageAsync(
        string room, string userId, string? after, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    Task<RoomMember[]> IRoomStore.ReadMembersAsync(string room, IReadOnlyCollection<string> userIds, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    Task<bool[]> IRoomStore.AreMembersAsync(IReadOnlyList<(string Room, string UserId)> asked, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    Task<RoomPage> IRoomStore.ReadRoomsAsync(
        string userId, string? prefix, string? after, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    private async Task StartAsync()
    {
        using var folder = new TempDirectory();
        using var store = new SqliteTestStore(folder.Path);
        var privateRooms = Options.Create(new PrivateRoomOptions { PrivateRooms = { ["staff"] = ["alice"] } });
        var startup = new StorageStartup(
            this, store.Messages, this, privateRooms, TimeProvider.System, NullLogger<StorageStartup>.Instance);
        await startup.StartingAsync(default);
        await startup.StartedAsync(default);
    }
}
