using Microsoft.Extensions.DependencyInjection;
using SignalRChat.Contracts;
using SignalRChat.Services.Log;
using SignalRChat.Services.Storage.Sqlite;

namespace SignalRChat.Tests.Support;

/// <summary>The real store, and how often it was asked for the standing of a user in a room, or for a block.</summary>
internal sealed class CountedRooms(SqliteRoomStore inner) : IRoomStore
{
    private int _standings;
    private int _blocks;

    public int Standings => Volatile.Read(ref _standings);

    public int Blocks => Volatile.Read(ref _blocks);

    public static void Register(IServiceCollection services)
    {
        services.AddSingleton<SqliteRoomStore>();
        services.AddSingleton<CountedRooms>();
        services.AddSingleton<IRoomStore>(provider => provider.GetRequiredService<CountedRooms>());
    }

    public Task<RoomStanding> FindStandingAsync(string room, string userId, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _standings);
        return inner.FindStandingAsync(room, userId, cancellationToken);
    }

    public Task<bool> IsBlockedInAsync(string room, string userId, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _blocks);
        return inner.IsBlockedInAsync(room, userId, cancellationToken);
    }

    public Task<MemberPage?> ReadMembersAsync(string room, string userId, int limit, CancellationToken cancellationToken) =>
        inner.ReadMembersAsync(room, userId, limit, cancellationToken);

    public Task<MemberPage?> ReadMemberPageAsync(
        string room, string userId, string? after, int limit, CancellationToken cancellationToken) =>
        inner.ReadMemberPageAsync(room, userId, after, limit, cancellationToken);

    public Task<RoomMember[]> ReadMembersAsync(string room, IReadOnlyCollection<string> userIds, CancellationToken cancellationToken) =>
        inner.ReadMembersAsync(room, userIds, cancellationToken);

    public Task<bool[]> AreMembersAsync(IReadOnlyList<(string Room, string UserId)> asked, CancellationToken cancellationToken) =>
        inner.AreMembersAsync(asked, cancellationToken);

    public Task<RoomPage> ReadRoomsAsync(string userId, string? prefix, string? after, int limit, CancellationToken cancellationToken) =>
        inner.ReadRoomsAsync(userId, prefix, after, limit, cancellationToken);
}
