using System.Text.Json;

namespace SignalRChat.Hubs.Protocol;

/// <summary>
/// Writes the settings of a room as the JSON protocol does. By hand, as <see cref="JsonMessages"/>: <see cref="RoomInfo.Data"/> is JSON
/// already.
/// </summary>
internal static class JsonRoomInfo
{
    public static void Write(Utf8JsonWriter writer, RoomInfo info)
    {
        writer.WriteStartObject();
        writer.WriteString("kind"u8, info.Kind);
        if (info.Title is { } title)
            writer.WriteString("title"u8, title);
        if (info.Data is { } data)
        {
            writer.WritePropertyName("data"u8);
            writer.WriteRawValue(data, skipInputValidation: true);
        }
        writer.WriteBoolean("announce"u8, info.Announce);
        writer.WriteString("posting"u8, info.Posting);
        writer.WriteNumber("slowModeSeconds"u8, info.SlowModeSeconds);
        if (info.MaxMembers is { } maxMembers)
            writer.WriteNumber("maxMembers"u8, maxMembers);
        writer.WriteBoolean("typing"u8, info.Typing);
        writer.WriteString("presence"u8, info.Presence);
        if (info.RetentionDays is { } retentionDays)
            writer.WriteNumber("retentionDays"u8, retentionDays);
        if (info.ArchivedAt is { } archivedAt)
            writer.WriteNumber("archivedAt"u8, archivedAt);
        writer.WriteNumber("floor"u8, info.Floor);
        writer.WriteNumber("revision"u8, info.Revision);
        writer.WriteEndObject();
    }
}
