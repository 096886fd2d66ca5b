using SignalRChat.ClientConsole.Output;

namespace SignalRChat.ClientConsole.Talk;

/// <summary>The rooms of this console: the last printed and the last known revision of each, and the callers that wait for more.</summary>
internal sealed class RoomBook
{
    private readonly Dictionary<string, RoomCursor> _printed = [];
    private readonly Dictionary<string, long> _heads = [];
    private readonly List<string> _joined = [];
    private readonly Lock _lock = new();
    private TaskCompletionSource _news = New();

    /// <summary>In the order of joining.</summary>
    public IReadOnlyList<string> Joined => Locked(() => _joined.ToArray());

    public IReadOnlyList<KeyValuePair<string, RoomCursor>> Cursors =>
        Locked(() => _printed.Where(room => _joined.Contains(room.Key)).ToArray());

    public IReadOnlyList<RoomPosition> Positions => Locked(() => _joined
        .Select(room => new RoomPosition(room, Revision(room),
            _heads.TryGetValue(room, out var head) ? Math.Max(head, Revision(room)) : null))
        .ToArray());

    public void Join(string room) => Locked(() =>
    {
        if (!_joined.Contains(room))
            _joined.Add(room);
        return true;
    });

    public bool Leave(string room) => Locked(() => _joined.Remove(room) | _printed.Remove(room) | _heads.Remove(room));

    public bool IsJoined(string room) => Locked(() => _joined.Contains(room));

    public bool IsPrinted(string room) => Locked(() => _printed.ContainsKey(room));

    public void SetHead(string room, long head) => Locked(() => _heads[room] = head);

    public void Reached(string room, RoomCursor cursor) => Locked(() =>
    {
        _printed[room] = cursor;
        _news.TrySetResult();
        _news = New();
        return true;
    });

    public async Task WaitAsync(string room, long revision, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (reached, news) = Locked(() => (Revision(room) >= revision, _news.Task));
            if (reached)
                return;
            await news.WaitAsync(cancellationToken);
        }
    }

    private long Revision(string room) => _printed.GetValueOrDefault(room)?.Revision ?? 0;

    private T Locked<T>(Func<T> act)
    {
        lock (_lock)
            return act();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
