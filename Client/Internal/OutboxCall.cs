namespace SignalRChat.Client.Internal;

/// <summary>The call that an entry of the outbox makes.</summary>
internal static class OutboxCall
{
    public static (string Method, object Request) Of(OutboxItem item) => item.Kind switch
    {
        OutboxKind.Send => (
            nameof(IChatHub.SendMessage),
            new SendMessageRequest { Room = item.Room, MessageId = item.MessageId, Text = item.Text, ReplyTo = item.ReplyTo }),
        OutboxKind.Edit => (
            nameof(IChatHub.EditMessage),
            new EditMessageRequest { Room = item.Room, MessageId = item.MessageId, Text = item.Text }),
        OutboxKind.Delete => (
            nameof(IChatHub.DeleteMessage),
            new DeleteMessageRequest { Room = item.Room, MessageId = item.MessageId }),
        _ => throw new InvalidDataException($"The outbox contains an entry of the unknown kind {item.Kind}."),
    };
}
