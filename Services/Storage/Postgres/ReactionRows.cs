namespace SignalRChat.Services.Storage.Postgres;

/// <summary>The reactions that a batch reads, and its changes to them.</summary>
internal sealed class ReactionRows
{
    private readonly Dictionary<(long RoomId, long Sequence), MessageReactions> _ofMessages = [];
    private readonly HashSet<(long RoomId, long Sequence, string Emoji, string UserId)> _reacted = [];
    private readonly Dictionary<(long RoomId, long Sequence, string Emoji), List<string>> _reactors = [];

    /// <summary>The messages whose reactions changed.</summary>
    public Dictionary<(long RoomId, Guid MessageId), MessageReactions> Changed { get; } = [];

    /// <summary>The reactions that changed, with the revision of those that were added; null for those that were taken back.</summary>
    public Dictionary<(long RoomId, long Sequence, string Emoji, string UserId), long?> Set { get; } = [];

    public void Load(long roomId, MessageReactions reactions) => _ofMessages[(roomId, reactions.Sequence)] = reactions;

    public void LoadReacted(long roomId, long sequence, string emoji, string userId) =>
        _reacted.Add((roomId, sequence, emoji, userId));

    /// <summary>The newest first.</summary>
    public void LoadReactor(long roomId, long sequence, string emoji, string userId) =>
        ReactorsOf((roomId, sequence, emoji)).Add(userId);

    public MessageReactions? Find(long roomId, long sequence) => _ofMessages.GetValueOrDefault((roomId, sequence));

    public bool HasReacted(long roomId, long sequence, string emoji, string userId) =>
        _reacted.Contains((roomId, sequence, emoji, userId));

    public string[] Newest(long roomId, long sequence, string emoji, int limit) =>
        [.. ReactorsOf((roomId, sequence, emoji)).Take(limit)];

    public void SetReaction(long roomId, long sequence, string emoji, string userId, bool isOn, long revision)
    {
        var reactors = ReactorsOf((roomId, sequence, emoji));
        Set[(roomId, sequence, emoji, userId)] = isOn ? revision : null;
        if (isOn)
        {
            _reacted.Add((roomId, sequence, emoji, userId));
            reactors.Insert(0, userId);
        }
        else
        {
            _reacted.Remove((roomId, sequence, emoji, userId));
            reactors.Remove(userId);
        }
    }

    public void Change(long roomId, Guid messageId, MessageReactions reactions)
    {
        _ofMessages[(roomId, reactions.Sequence)] = reactions;
        Changed[(roomId, messageId)] = reactions;
    }

    private List<string> ReactorsOf((long RoomId, long Sequence, string Emoji) key)
    {
        if (!_reactors.TryGetValue(key, out var reactors))
            _reactors.Add(key, reactors = []);
        return reactors;
    }
}
