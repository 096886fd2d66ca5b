namespace SignalRChat.Client;

/// <summary>The server refused a call. The message is the server's sentence.</summary>
public sealed class ChatRefusedException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="code">One of <see cref="ChatErrorCodes"/>, or a code of a newer server.</param>
    /// <param name="sentence">The reason in words.</param>
    /// <param name="retryAfter">The delay before a retry of the same call; null if the server sent no delay.</param>
    /// <param name="inner">The exception that SignalR threw.</param>
    public ChatRefusedException(string code, string sentence, TimeSpan? retryAfter = null, Exception? inner = null)
        : base(sentence, inner)
    {
        Code = code;
        RetryAfter = retryAfter;
    }

    /// <summary>One of <see cref="ChatErrorCodes"/>, or a code of a newer server.</summary>
    public string Code { get; }

    /// <summary>The delay before a retry of the same call; null if the server sent no delay.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>
    /// True if the same call may succeed later: the code is <see cref="ChatErrorCodes.Busy"/>,
    /// <see cref="ChatErrorCodes.StorageUnavailable"/>, <see cref="ChatErrorCodes.NodeDraining"/> or
    /// <see cref="ChatErrorCodes.RateLimited"/>, or the server sent a delay.
    /// </summary>
    public bool IsRetryable => RetryAfter is not null
        || Code is ChatErrorCodes.Busy or ChatErrorCodes.StorageUnavailable or ChatErrorCodes.NodeDraining or ChatErrorCodes.RateLimited;
}
