namespace SignalRChat.Services.Log;

/// <summary>
/// What is stored of users beside their memberships. It is in no room, so no command changes it. Every method throws
/// <see cref="StorageUnavailableException"/> when the database does not answer.
/// </summary>
internal interface IUserStore
{
    /// <summary>
    /// Changes a user's access in one transaction, which is on disk when this returns. Changes of all nodes are numbered in the order of
    /// their commits. Returns the access after the change.
    /// </summary>
    Task<UserAccess> ChangeAccessAsync(string userId, AccessChange change, CancellationToken cancellationToken);

    /// <summary>The user's access; null if it was never changed.</summary>
    Task<UserAccess?> FindAccessAsync(string userId, CancellationToken cancellationToken);

    /// <summary>
    /// The users whose access changed after this revision, by revision, at most <paramref name="limit"/>. The query grows with the
    /// changes, and not with the users.
    /// </summary>
    Task<AccessPage> ReadAccessAsync(long after, int limit, CancellationToken cancellationToken);
}

/// <summary>Whether a user may connect.</summary>
/// <param name="UserId">The user.</param>
/// <param name="NotBefore">Tokens that were issued before it are revoked, in Unix milliseconds; 0 if none are.</param>
/// <param name="IsBanned">No token of the user is accepted.</param>
/// <param name="Revision">The number of the latest change.</param>
internal readonly record struct UserAccess(string UserId, long NotBefore, bool IsBanned, long Revision)
{
    public bool IsRestricted => IsBanned || NotBefore > 0;
}

/// <summary>
/// A change of a user's access. Null leaves a value as it is. <paramref name="NotBefore"/> never goes back, and one that is later than now
/// becomes now: by the clock of the database, because that of a node may be wrong.
/// </summary>
internal readonly record struct AccessChange(bool? IsBanned = null, long? NotBefore = null);

/// <summary>One page of changes, with the newest revision and the epoch of the database in the same snapshot.</summary>
internal readonly record struct AccessPage(string Epoch, long Head, UserAccess[] Users);
