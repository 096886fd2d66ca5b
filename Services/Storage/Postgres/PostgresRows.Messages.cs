using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage.Postgres;

internal sealed partial class PostgresRows
{
    public ChatMessage? FindMessage(BatchRoom room, Guid id) => _messages.GetValueOrDefault((room.Id, id));

    public bool HasMessage(BatchRoom room, Guid id) => HasAllReplies || _messages.ContainsKey((room.Id, id));

    public bool TryAddMessage(BatchRoom room, Guid id, ChatMessage message, long ordinal)
    {
        var key = (room.Id, id);
        if (!_messages.TryAdd(key, message))
            return false;
        NewMessages.Add(key);
        NewOrdinals.Add(ordinal);
        return true;
    }

    public void ChangeMessage(BatchRoom room, Guid id, ChatMessage message)
    {
        var key = (room.Id, id);
        // One that is new is still to be written, with its place as its first revision.
        if (_messages[key].Sequence < FirstNew(room))
        {
            ChangedMessages.Add(key);
            if (message.DeletedAt is not null && _messages[key].Mentions is { } mentions)
                (Unmentioned ??= []).AddRange(mentions.Select(userId => (room.Id, id, userId)));
        }
        _messages[key] = message;
    }

    public MessageReactions? FindReactions(BatchRoom room, ChatMessage message) => Reactions.Find(room.Id, message.Sequence);

    public bool HasReacted(BatchRoom room, ChatMessage message, string emoji, string userId) =>
        Reactions.HasReacted(room.Id, message.Sequence, emoji, userId);

    public string[] FindReactors(BatchRoom room, ChatMessage message, string emoji, int limit) =>
        Reactions.Newest(room.Id, message.Sequence, emoji, limit);

    public void SetReaction(BatchRoom room, ChatMessage message, string emoji, string userId, bool isOn, long revision) =>
        Reactions.SetReaction(room.Id, message.Sequence, emoji, userId, isOn, revision);

    public void ChangeReactions(BatchRoom room, Guid id, MessageReactions reactions) => Reactions.Change(room.Id, id, reactions);

    private long FirstNew(BatchRoom room) => _rooms[room.Name].Head + 1;
}
