namespace SignalRChat.Faults.Workload;

internal static class HeardMessages
{
    public static HeardMessage From(ChatMessage message) => new(
        message.MessageId, message.Sequence, message.Revision, message.UserId,
        MessageText.Token(message.Text), message.Text.Length, message.DeletedAt is not null);
}
