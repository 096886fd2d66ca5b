namespace SignalRChat.Auth.Tokens;

/// <summary>The port to what the server knows of users: whether a token that is valid may still be used.</summary>
internal interface ITokenRevocation
{
    /// <summary>
    /// Why the token must not be used: <see cref="SessionEndCodes.Banned"/> or <see cref="SessionEndCodes.TokenRevoked"/>; null if it
    /// may.
    /// </summary>
    /// <param name="userId">The user of the token.</param>
    /// <param name="issuedAt">When it was issued, in Unix milliseconds; null if it does not say.</param>
    /// <param name="cancellationToken">Cancels the check.</param>
    ValueTask<string?> RefuseAsync(string userId, long? issuedAt, CancellationToken cancellationToken);
}
