namespace SignalRChat.Services.Rooms;

/// <summary>The open sessions of this node, by user.</summary>
internal sealed class SessionRegistry
{
    private readonly Dictionary<string, List<ChatSession>> _byUser = [];
    private readonly Lock _gate = new();

    public int Count { get; private set; }

    public void Add(ChatSession session)
    {
        lock (_gate)
        {
            if (!_byUser.TryGetValue(session.User.UserId, out var sessions))
                _byUser.Add(session.User.UserId, sessions = []);
            sessions.Add(session);
            Count++;
        }
    }

    public void Remove(ChatSession session)
    {
        lock (_gate)
        {
            if (!_byUser.TryGetValue(session.User.UserId, out var sessions) || !sessions.Remove(session))
                return;
            Count--;
            if (sessions.Count == 0)
                _byUser.Remove(session.User.UserId);
        }
    }

    public ChatSession[] Of(string userId)
    {
        lock (_gate)
            return _byUser.TryGetValue(userId, out var sessions) ? [.. sessions] : [];
    }
}
