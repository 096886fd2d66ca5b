namespace SignalRChat.Common;

/// <summary>
/// A call that is refused, not one that failed: <see cref="Code"/> is one of <see cref="Contracts.ChatErrorCodes"/> and the
/// message a sentence for the caller. With <see cref="RetryAfter"/> the same call may succeed later.
/// </summary>
internal sealed class ChatRefusedException(string code, string sentence, TimeSpan? retryAfter = null, Exception? inner = null)
    : Exception(sentence, inner)
{
    public string Code { get; } = code;

    public TimeSpan? RetryAfter { get; } = retryAfter;

    /// <summary>The form on the wire: <c>code: sentence</c>. A call that may be retried also gets <c>Retry after N ms.</c></summary>
    public string WireText => RetryAfter is { } after
        ? $"{Code}: {Message} Retry after {(long)after.TotalMilliseconds} ms."
        : $"{Code}: {Message}";
}
