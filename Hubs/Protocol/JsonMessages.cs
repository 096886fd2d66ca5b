using System.Text.Json;

namespace SignalRChat.Hubs.Protocol;

/// <summary>
/// Writes messages as the JSON protocol does. By hand, because the compiler generates no code for a type that has a member with a
/// converter: <see cref="ChatMessage.Data"/> is JSON already.
/// </summary>
internal static class JsonMessages
{
    private static readonly JsonEncodedText _messageId = JsonEncodedText.Encode("messageId");
    private static readonly JsonEncodedText _sequence = JsonEncodedText.Encode("sequence");
    private static readonly JsonEncodedText _revision = JsonEncodedText.Encode("revision");
    private static readonly JsonEncodedText _userId = JsonEncodedText.Encode("userId");
    private static readonly JsonEncodedText _name = JsonEncodedText.Encode("name");
    private static readonly JsonEncodedText _text = JsonEncodedText.Encode("text");
    private static readonly JsonEncodedText _postedAt = JsonEncodedText.Encode("postedAt");
    private static readonly JsonEncodedText _editedAt = JsonEncodedText.Encode("editedAt");
    private static readonly JsonEncodedText _deletedAt = JsonEncodedText.Encode("deletedAt");
    private static readonly JsonEncodedText _replyTo = JsonEncodedText.Encode("replyTo");

    public static void Write(Utf8JsonWriter writer, ReadOnlySpan<ChatMessage> messages)
    {
        writer.WriteStartArray();
        foreach (var message in messages)
            Write(writer, message);
        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, ChatMessage message)
    {
        writer.WriteStartObject();
        writer.WriteString(_messageId, message.MessageId);
        writer.WriteNumber(_sequence, message.Sequence);
        writer.WriteNumber(_revision, message.Revision);
        writer.WriteString(_userId, message.UserId);
        writer.WriteString(_name, message.Name);
        writer.WriteString(_text, message.Text);
        writer.WriteNumber(_postedAt, message.PostedAt);
        if (message.EditedAt is { } editedAt)
            writer.WriteNumber(_editedAt, editedAt);
        if (message.DeletedAt is { } deletedAt)
            writer.WriteNumber(_deletedAt, deletedAt);
        if (message.ReplyTo is { } replyTo)
            writer.WriteString(_replyTo, replyTo);
        WriteRare(writer, message);
        writer.WriteEndObject();
    }

    private static void WriteRare(Utf8JsonWriter writer, ChatMessage message)
    {
        if (message.Kind is { } kind)
            writer.WriteString("kind"u8, kind);
        if (message.Data is { } data)
        {
            writer.WritePropertyName("data"u8);
            writer.WriteRawValue(data, skipInputValidation: true);
        }
        if (message.Mentions is { } mentions)
        {
            writer.WriteStartArray("mentions"u8);
            foreach (var userId in mentions)
                writer.WriteStringValue(userId);
            writer.WriteEndArray();
        }
        if (message.DeletedBy is { } deletedBy)
            writer.WriteString("deletedBy"u8, deletedBy);
        if (message.Event is { } reported)
        {
            writer.WritePropertyName("event"u8);
            ChatJson.Default.MessageEvent.SerializeHandler!(writer, reported);
        }
    }
}
