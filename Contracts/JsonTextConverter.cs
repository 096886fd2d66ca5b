using System.Text.Json;
using System.Text.Json.Serialization;

namespace SignalRChat.Contracts;

/// <summary>
/// Writes a string that holds JSON as that JSON, and reads any JSON value into a string. In MessagePack the same field is a string.
/// </summary>
public sealed class JsonTextConverter : JsonConverter<string>
{
    /// <inheritdoc/>
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var value = JsonDocument.ParseValue(ref reader);
        return value.RootElement.GetRawText();
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteRawValue(value);
    }
}
