using SignalRChat.Services.Log;

namespace SignalRChat.Services.Users;

/// <summary>
/// Bans users and revokes their tokens. A change takes effect on this node before the call returns, and on the others when they read it,
/// within a second.
/// </summary>
internal sealed class UserService(IUserStore store, UserAccessList list)
{
    /// <summary>The user's access; one that was never changed is open.</summary>
    public async Task<UserAccess> FindAsync(string userId, CancellationToken cancellationToken) =>
        await store.FindAccessAsync(userId, cancellationToken) ?? new UserAccess(userId, 0, IsBanned: false, Number: 0, Revision: 0);

    public Task<UserAccess> SetBannedAsync(string userId, bool isBanned) => ChangeAsync(userId, new(IsBanned: isBanned));

    /// <summary>
    /// Revokes the user's tokens that were issued before a time, in Unix milliseconds. A later time than now counts as now.
    /// </summary>
    public Task<UserAccess> RevokeAsync(string userId, long? issuedBefore) =>
        ChangeAsync(userId, new(NotBefore: issuedBefore ?? long.MaxValue));

    private async Task<UserAccess> ChangeAsync(string userId, AccessChange change)
    {
        // Not cancelled with the request: the change may be stored by then, and this node must know it.
        var changed = await store.ChangeAccessAsync(userId, change, CancellationToken.None);
        try
        {
            await list.RefreshAsync(CancellationToken.None);
        }
        catch (StorageUnavailableException)
        {
            // It is stored, and this node reads it like the others.
        }
        return changed;
    }
}
