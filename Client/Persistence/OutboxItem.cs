using System.Text.Json.Serialization;

namespace SignalRChat.Client;

/// <summary>What an entry of the outbox does.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OutboxKind>))]
public enum OutboxKind
{
    /// <summary>Posts a message: <see cref="ChatClient.SendAsync"/>.</summary>
    Send,

    /// <summary>Gives a message another text: <see cref="ChatClient.EditAsync"/>.</summary>
    Edit,

    /// <summary>Deletes a message: <see cref="ChatClient.DeleteAsync"/>.</summary>
    Delete,
}

/// <summary>An entry of the outbox, as an <see cref="IOutboxStore"/> keeps it.</summary>
public sealed record OutboxItem
{
    /// <summary>Its place: entries of a room are sent by ascending numbers. No two in a store have the same.</summary>
    public required long Number { get; init; }

    /// <summary>What it does.</summary>
    public required OutboxKind Kind { get; init; }

    /// <summary>The room's name.</summary>
    public required string Room { get; init; }

    /// <summary>The message's id.</summary>
    public required string MessageId { get; init; }

    /// <summary>The text, or the new text; empty for a deletion.</summary>
    public string Text { get; init; } = "";

    /// <summary>The id of the message that this one answers, if any.</summary>
    public string? ReplyTo { get; init; }
}

/// <summary>The outcome of an entry that an earlier run of the app left in the outbox: nobody waits for its task any more.</summary>
public sealed record OutboxOutcome
{
    /// <summary>The entry, which is out of the outbox now.</summary>
    public required OutboxItem Item { get; init; }

    /// <summary>The revision the server gave it; 0 if it was refused.</summary>
    public long Revision { get; init; }

    /// <summary>Why it was refused for good; null if it was accepted.</summary>
    public ChatRefusedException? Refused { get; init; }
}
