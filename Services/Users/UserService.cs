using SignalRChat.Services.Log;

namespace SignalRChat.Services.Users;

/// <summary>
/// Changes users: their profile, bans, and their tokens and connections. A change of access takes effect on this node before the call
/// returns, and on the others when they read it, within a second.
/// </summary>
internal sealed class UserService(CommandQueue queue, IUserStore store, UserAccessList list)
{
    /// <summary>The user; one that was never changed is open and has an empty profile.</summary>
    public async Task<StoredUser> FindAsync(string userId, CancellationToken cancellationToken) =>
        await store.FindUserAsync(userId, cancellationToken)
        ?? new(new UserAccess(userId, 0, IsBanned: false, Number: 0, Revision: 0), UserProfile.Empty);

    /// <summary>The name in the user's profile; null if it has no name.</summary>
    public async Task<string?> FindNameAsync(string userId, CancellationToken cancellationToken) =>
        (await store.FindUserAsync(userId, cancellationToken))?.Profile.Name;

    /// <summary>Changes the profile, and then bans the user or lifts the ban, unless <paramref name="isBanned"/> is null.</summary>
    public async Task<StoredUser> PutAsync(SetProfileCommand profile, bool? isBanned)
    {
        if (profile.IsNeeded)
            await queue.AppendAsync(profile);
        if (isBanned is { } banned)
            await SetBannedAsync(profile.UserId, banned);
        return await FindAsync(profile.UserId, CancellationToken.None);
    }

    public Task<UserAccess> SetBannedAsync(string userId, bool isBanned) => ChangeAsync(userId, new(IsBanned: isBanned));

    /// <summary>
    /// Revokes the user's tokens that were issued before a time, in Unix milliseconds. A time later than
    /// <see cref="UserAccess.ClockAllowance"/> after now counts as that.
    /// </summary>
    public Task<UserAccess> RevokeAsync(string userId, long? issuedBefore) =>
        ChangeAsync(userId, new(NotBefore: issuedBefore ?? long.MaxValue));

    /// <summary>Ends the user's open connections. The user may connect again.</summary>
    public Task EndConnectionsAsync(string userId) => ChangeAsync(userId, new(EndsConnections: true));

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
