namespace SignalRChat;

/// <summary>
/// Decides about each message before it is stored: of users and of backends, new ones and edits. A repeat of a message that is stored is
/// not decided again. The app has one at most: <see cref="SignalRChatBuilder.UseMessagePolicy{TPolicy}"/>.
/// </summary>
public interface IMessagePolicy
{
    /// <summary>
    /// Decides about a message. It may be asked about a message that the rules of the room refuse afterwards, and, if the caller tries
    /// again before it is stored, twice about one message.
    /// </summary>
    /// <param name="draft">The message.</param>
    /// <param name="cancellationToken">
    /// Cancelled after <c>Chat:Policy:Timeout</c>. Then, and after an exception, <c>Chat:Policy:OnFailure</c> decides.
    /// </param>
    /// <returns>The decision.</returns>
    ValueTask<MessageDecision> DecideAsync(MessageDraft draft, CancellationToken cancellationToken);
}

/// <summary>A message that is not stored yet, or the new text of a stored one.</summary>
public sealed record MessageDraft
{
    /// <summary>The room.</summary>
    public required string Room { get; init; }

    /// <summary>The id of the message in its room.</summary>
    public required string MessageId { get; init; }

    /// <summary>The author; for an edit the user who edits. Null for a backend that edits.</summary>
    public string? UserId { get; init; }

    /// <summary>The name of that user.</summary>
    public string? Name { get; init; }

    /// <summary>The text.</summary>
    public required string Text { get; init; }

    /// <summary>The data, a JSON object; null for none, and for an edit.</summary>
    public string? Data { get; init; }

    /// <summary>The users that it mentions.</summary>
    public IReadOnlyList<string> Mentions { get; init; } = [];

    /// <summary>The message that it replies to.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>Whether a stored message gets this text.</summary>
    public bool IsEdit { get; init; }

    /// <summary>Whether it is from a backend, over the server API.</summary>
    public bool IsFromBackend { get; init; }
}

/// <summary>The decision about a message.</summary>
public sealed record MessageDecision
{
    private MessageDecision()
    {
    }

    /// <summary>It is stored as it is.</summary>
    public static MessageDecision Accept { get; } = new();

    internal MessageOutcome Outcome { get; private init; }

    internal string? Text { get; private init; }

    internal string? Data { get; private init; }

    /// <summary>
    /// It is stored with another text and other data. Text and data must be within the limits; otherwise the policy has failed.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="data">The data, a JSON object; null for none. An edit keeps the data of the message.</param>
    /// <returns>The decision.</returns>
    public static MessageDecision Change(string text, string? data = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new() { Outcome = MessageOutcome.Change, Text = text, Data = data };
    }

    /// <summary>It is refused with the code <c>message-rejected</c>, and the client does not send it again.</summary>
    /// <param name="sentence">The reason, for the author; one sentence.</param>
    /// <returns>The decision.</returns>
    public static MessageDecision Refuse(string sentence)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(sentence);
        return new() { Outcome = MessageOutcome.Refuse, Text = sentence };
    }
}

internal enum MessageOutcome
{
    Accept,
    Change,
    Refuse,
}
