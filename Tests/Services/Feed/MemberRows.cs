using System.Collections.Concurrent;
using SignalRChat.Contracts;
using SignalRChat.Services.Log;
using SignalRChat.Tests.Services.Log;

namespace SignalRChat.Tests.Services.Feed;

/// <summary>The members of the one room of a <see cref="MemoryStore"/>: every user except the forgotten ones.</summary>
internal sealed class MemberRows : IRoomStore
{
    private readonly ConcurrentDictionary<string, bool> _forgotten = [];

    public void Forget(string userId) => _forgotten[userId] = true;

    public Task<RoomMember[]> ReadMembersAsync(string room, IReadOnlyCollection<string> userIds, CancellationToken cancellationToken)
    {
        var known = userIds.Where(id => !_forgotten.ContainsKey(id));
        return Task.FromResult<RoomMember[]>([.. known.Select(id => new RoomMember { UserId = id, Name = id, Role = RoomRoles.Member })]);
    }

    public Task<RoomStanding> FindStandingAsync(string room, string userId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<bool> IsBlockedInAsync(string room, string userId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<MemberPage?> ReadMembersAsync(string room, string userId, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<MemberPage?> ReadMemberPageAsync(
        string room, string userId, string? after, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool[]> AreMembersAsync(IReadOnlyList<(string Room, string UserId)> asked, CancellationToken cancellationToken) =>
        Task.FromResult<bool[]>([.. asked.Select(one => !_forgotten.ContainsKey(one.UserId))]);

    public Task<RoomPage> ReadRoomsAsync(string userId, string? prefix, string? after, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
