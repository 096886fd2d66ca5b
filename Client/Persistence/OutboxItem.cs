using System.Text.Json.Serialization;

namespace SignalRChat.Client;

/// <summary>The kinds of an outbox entry.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OutboxKind>))]
public enum OutboxKind
{
    /// <summary>Posts a message: <see cref="ChatClient.SendAsync"/>.</summary>
    Send,

    /// <summary>Replaces the text of a message: <see cref="ChatClient.EditAsync"/>.</summary>
    Edit,

    /// <summary>Deletes a message: <see cref="ChatClient.DeleteAsync"/>.</summary>
    Delete,
}

/// <summary>An entry of the outbox, as an <see cref="IOutboxStore"/> stores it.</summary>
public sealed record OutboxItem
{
    /// <summary>The position: entries of a room are sent by ascending numbers. The numbers in a store are unique.</summary>
    public required long Number { get; init; }

    /// <summary>The kind of the entry.</summary>
    public required OutboxKind Kind { get; init; }

    /// <summary>The room's name.</summary>
    public required string Room { get; init; }

    /// <summary>The message's id.</summary>
    public required string MessageId { get; init; }

    /// <summary>The text, or the new text; empty for a deletion.</summary>
    public string Text { get; init; } = "";

    /// <summary>The id of the message that this message replies to; null if it is no reply.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>The text of a JSON object of the app; null without one.</summary>
    public string? Data { get; init; }

    /// <summary>The ids of the users whom the message mentions; null without mentions.</summary>
    public string[]? Mentions { get; init; }
}

/// <summary>The outcome of an entry that an earlier run of the app left in the outbox; no caller awaits its task any more.</summary>
public sealed record OutboxOutcome
{
    /// <summary>The entry, which is no longer in the outbox.</summary>
    public required OutboxItem Item { get; init; }

    /// <summary>The revision of the change; 0 if it was refused.</summary>
    public long Revision { get; init; }

    /// <summary>The permanent refusal; null if the server accepted the entry.</summary>
    public ChatRefusedException? Refused { get; init; }
}
