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
}

/// <summary>Whether a valid token may be used.</summary>
internal enum TokenStanding
{
    Good,

    Banned,

    Revoked,

    /// <summary>It was issued in the second of the revocation. One that is issued a second later is good.</summary>
    RevokedInThisSecond,
}
