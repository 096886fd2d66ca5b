using MessagePack;

namespace SignalRChat.Hubs.Protocol;

/// <summary>Writes the settings of a room without the members that are null.</summary>
internal sealed class RoomInfoFormatter : SparseFormatter<RoomInfo>
{
    private const int AlwaysThere = 8;

    protected override void Write(ref MessagePackWriter writer, RoomInfo value, MessagePackSerializerOptions options)
    {
        var rare = Count(value.Title) + Count(value.Data) + Count(value.MaxMembers) + Count(value.RetentionDays) + Count(value.ArchivedAt);
        writer.WriteMapHeader(AlwaysThere + rare);
        Write(ref writer, "kind"u8, value.Kind);
        if (value.Title is { } title)
            Write(ref writer, "title"u8, title);
        if (value.Data is { } data)
            Write(ref writer, "data"u8, data);
        Write(ref writer, "announce"u8, value.Announce);
        Write(ref writer, "posting"u8, value.Posting);
        Write(ref writer, "slowModeSeconds"u8, value.SlowModeSeconds);
        if (value.MaxMembers is { } maxMembers)
            Write(ref writer, "maxMembers"u8, maxMembers);
        Write(ref writer, "typing"u8, value.Typing);
        Write(ref writer, "presence"u8, value.Presence);
        if (value.RetentionDays is { } retentionDays)
            Write(ref writer, "retentionDays"u8, retentionDays);
        if (value.ArchivedAt is { } archivedAt)
            Write(ref writer, "archivedAt"u8, archivedAt);
        Write(ref writer, "floor"u8, value.Floor);
        Write(ref writer, "revision"u8, value.Revision);
    }
}
