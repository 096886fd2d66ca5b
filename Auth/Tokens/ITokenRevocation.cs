namespace SignalRChat.Auth.Tokens;

/// <summary>The port to the bans and revocations of users: whether a token that is valid may still be used.</summary>
internal interface ITokenRevocation
{
    /// <summary>Checks a token with what this node knows, which may be behind by a moment.</summary>
    /// <param name="userId">The user of the token.</param>
    /// <param name="issuedAt">When it was issued, in Unix milliseconds; null if it does not say.</param>
    /// <param name="cancellationToken">Cancels the check.</param>
    ValueTask<TokenStanding> CheckAsync(string userId, long? issuedAt, CancellationToken cancellationToken);

    /// <summary>The same by the database, for a token that is exchanged for another one.</summary>
    /// <exception cref="ChatRefusedException">The database does not answer.</exception>
    Task<TokenStanding> CheckStoredAsync(string userId, long? issuedAt, CancellationToken cancellationToken);

    /// <summary>
    /// The time of issue of a token that this node issues now. It is never ahead of the clock by which tokens are revoked.
    /// </summary>
    ValueTask<DateTimeOffset> TimeOfIssueAsync(CancellationToken cancellationToken);
}

/// <summary>Whether a valid token may be used.</summary>
internal enum TokenStanding
{
    Good,

    Banned,

    Revoked,

    /// <summary>The revocation is a moment old: a token that was issued after it may be refused, and a later one is good.</summary>
    RevokedJustNow,

    /// <summary>It says that it was issued later than now, so that a revocation would not cover it. It may be good later.</summary>
    FromTheFuture,
}
