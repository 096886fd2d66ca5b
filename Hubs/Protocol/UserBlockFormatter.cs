using MessagePack;

namespace SignalRChat.Hubs.Protocol;

/// <summary>Writes a block, without the name if the user has no name.</summary>
internal sealed class UserBlockFormatter : SparseFormatter<UserBlock>
{
    protected override void Write(ref MessagePackWriter writer, UserBlock value, MessagePackSerializerOptions options)
    {
        writer.WriteMapHeader(2 + Count(value.Name));
        Write(ref writer, "userId"u8, value.UserId);
        if (value.Name is { } name)
            Write(ref writer, "name"u8, name);
        Write(ref writer, "blockedAt"u8, value.BlockedAt);
    }
}
