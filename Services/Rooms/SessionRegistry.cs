namespace SignalRChat.Services.Rooms;

/// <summary>The open sessions of this node, by user.</summary>
internal sealed class SessionRegistry
{
    private readonly Dictionary<string, List<ChatSession>> _byUser = [];
    private readonly Lock _gate = new();

    /// <summary>A session was opened. A handler must not wait.</summary>
    public event Action<ChatSession>? Opened;

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
        Opened?.Invoke(session);
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

    public ChatSession[] All()
    {
        lock (_gate)
            return [.. _byUser.Values.SelectMany(sessions => sessions)];
    }

    public ChatSession[] Of(string userId)
    {
        lock (_gate)
            return _byUser.TryGetValue(userId, out var sessions) ? [.. sessions] : [];
    }
}
