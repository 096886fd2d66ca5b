using System.Text.Encodings.Web;
using System.Text.Json;

namespace SignalRChat.Services.Storage;

/// <summary>The columns of a message that few messages have, and their form in the database.</summary>
internal static class MessageDetails
{
    private static readonly JsonSerializerOptions _json =
        new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static bool Has(ChatMessage message) =>
        message.Kind is not null || message.Data is not null || message.Mentions is not null || message.DeletedBy is not null
        || message.Event is not null;

    public static string? ToColumn(string[]? mentions) => mentions is null ? null : JsonSerializer.Serialize(mentions, _json);

    public static string? ToColumn(MessageEvent? reported) => reported is null ? null : JsonSerializer.Serialize(reported, _json);

    public static string[] ReadMentions(string column) => JsonSerializer.Deserialize<string[]>(column, _json)!;

    public static MessageEvent ReadEvent(string column) => JsonSerializer.Deserialize<MessageEvent>(column, _json)!;
}
