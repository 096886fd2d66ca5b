using System.Diagnostics.CodeAnalysis;

namespace SignalRChat.Client;

/// <summary>A message to send: <see cref="ChatClient.SendMessageAsync"/>.</summary>
public sealed record OutgoingMessage
{
    /// <summary>Creates a message. An initializer sets <see cref="Text"/>.</summary>
    public OutgoingMessage()
    {
    }

    /// <summary>Creates a message with a text. A compiler before C# 11 has no required members, and needs this constructor.</summary>
    /// <param name="text">The text: <see cref="Text"/>.</param>
    [SetsRequiredMembers]
    public OutgoingMessage(string text) => Text = text;

    /// <summary>The text: 1 to <see cref="RoomLimits.TextLength"/> of <see cref="ChatClient.Limits"/> UTF-16 code units, not only
    /// white space.</summary>
    public required string Text { get; init; }

    /// <summary>The id of an earlier try with an unknown outcome, or an id from <see cref="ChatClient.NewMessageId"/>; null creates
    /// one.</summary>
    public string? MessageId { get; init; }

    /// <summary>The id of the message of the room that this message replies to; null if it is no reply.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>The text of a JSON object of the app, at most <see cref="ChatLimits.DataBytes"/> in UTF-8; null without one.</summary>
    public string? Data { get; init; }

    /// <summary>The ids of the users whom the message mentions, at most <see cref="ChatLimits.Mentions"/>.</summary>
    public IReadOnlyList<string> Mentions { get; init; } = [];
}
