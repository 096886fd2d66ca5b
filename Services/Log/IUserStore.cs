namespace SignalRChat.Services.Log;

/// <summary>
/// What is stored of users beside their memberships. No command changes the access: a ban does not wait for the queue. A
/// <see cref="SetProfileCommand"/> changes the profile. Every method throws <see cref="StorageUnavailableException"/> when the database
/// does not answer.
/// </summary>
internal interface IUserStore
{
    /// <summary>
    /// Changes a user's access in one transaction, which is on disk when this returns. Changes of all nodes are numbered in the order of
    /// their commits. A change to what is there already is not stored. Returns the access after the change.
    /// </summary>
    Task<UserAccess> ChangeAccessAsync(string userId, AccessChange change, CancellationToken cancellationToken);

    /// <summary>The user's access; null if it was never changed.</summary>
    Task<UserAccess?> FindAccessAsync(string userId, CancellationToken cancellationToken);

    /// <summary>The user's access and profile; null if neither was ever changed.</summary>
    Task<StoredUser?> FindUserAsync(string userId, CancellationToken cancellationToken);

    /// <summary>
    /// The users whose access changed after this revision, by revision, at most <paramref name="limit"/>. The query grows with the
    /// changes, and not with the users.
    /// </summary>
    Task<AccessPage> ReadAccessAsync(long after, int limit, CancellationToken cancellationToken);

    /// <summary>
    /// The users whom the user blocks and whose ids are after <paramref name="after"/>, by id in ordinal order. The name is that of the
    /// profile, or the one in a room that both are members of. Of a user in many rooms only a few are looked at.
    /// </summary>
    Task<BlocksPage> ReadBlocksAsync(string userId, string? after, int limit, CancellationToken cancellationToken);
}

/// <summary>Whether a user may connect.</summary>
/// <param name="UserId">The user.</param>
/// <param name="NotBefore">Tokens that were issued before it are revoked, in Unix milliseconds; 0 if none are.</param>
/// <param name="IsBanned">No token of the user is accepted.</param>
/// <param name="Number">The number of the latest change, among those of all users.</param>
/// <param name="Revision">How often this user was changed.</param>
internal readonly record struct UserAccess(string UserId, long NotBefore, bool IsBanned, long Number, long Revision)
{
    /// <summary>
    /// How far the time of issue of a token may be ahead of the database's clock, in milliseconds: clocks differ a little. A revocation
    /// covers as much, so that no token outlives it.
    /// </summary>
    public const long ClockAllowance = 2_000;

    private const long Second = 1_000;

    /// <summary>
    /// The user's connections that began before it are ended, in Unix milliseconds by the clock of the database; 0 if none were.
    /// </summary>
    public long EndedBefore { get; init; }

    public bool IsRestricted => IsBanned || NotBefore > 0;

    /// <summary>
    /// Why a token must not be used: <see cref="SessionEndCodes.Banned"/> or <see cref="SessionEndCodes.TokenRevoked"/>; null if it may.
    /// A token without a time of issue counts as the oldest.
    /// </summary>
    public string? Refuse(long? issuedAt)
    {
        if (IsBanned)
            return SessionEndCodes.Banned;
        return (issuedAt ?? 0) < NotBefore ? SessionEndCodes.TokenRevoked : null;
    }

    /// <summary>Whether a new token may be refused for the revocation. Most have a time of issue in whole seconds.</summary>
    /// <param name="now">The time by the clock of the database.</param>
    public bool IsRecent(long now) => now < NotBefore + Second;
}

/// <summary>
/// A change of a user's access. Null leaves a value as it is. <paramref name="NotBefore"/> never goes back, and is at most
/// <see cref="UserAccess.ClockAllowance"/> after now, by the clock of the database: that of a node may be wrong.
/// <paramref name="EndsConnections"/> ends those that are open now.
/// </summary>
internal readonly record struct AccessChange(bool? IsBanned = null, long? NotBefore = null, bool EndsConnections = false);

/// <summary>
/// One page of changes, with the newest revision and the epoch of the database in the same snapshot. <paramref name="Now"/> is the time of
/// the database, in Unix milliseconds.
/// </summary>
internal readonly record struct AccessPage(string Epoch, long Head, UserAccess[] Users, long Now);

/// <summary>A block of a user. The name is null if none is found; the time is in Unix milliseconds.</summary>
internal readonly record struct StoredBlock(string UserId, string? Name, long At);

internal readonly record struct BlocksPage(StoredBlock[] Blocks, bool HasMore);

/// <summary>A user as it is stored.</summary>
internal readonly record struct StoredUser(UserAccess Access, UserProfile Profile);
