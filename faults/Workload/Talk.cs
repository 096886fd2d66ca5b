namespace SignalRChat.Faults.Workload;

/// <summary>
/// The changes that one client makes in one room: mostly posts, and edits and deletions of its own messages. At most one change
/// of a message is under way.
/// </summary>
internal sealed class Talk(string client, string room, HistoryBook book, Random random)
{
    private const int LongestText = 300;

    private readonly Lock _gate = new();
    private readonly List<string> _own = [];
    private int _said;

    public string Room { get; } = room;

    public Change Next()
    {
        lock (_gate)
        {
            var token = $"{client}/{Room}/{++_said}";
            var text = MessageText.Make(token, random.Next(LongestText));
            return random.NextDouble() switch
            {
                < 0.12 when TakeOwn() is { } edited => new(book.NextOp(), OpKind.Edit, Room, edited, token, text),
                < 0.18 when TakeOwn() is { } deleted => new(book.NextOp(), OpKind.Delete, Room, deleted, "", ""),
                _ => Post(token, text),
            };
        }
    }

    /// <summary>Returns this many posts, for a client that sends them without waiting.</summary>
    public Change[] Posts(int count)
    {
        lock (_gate)
            return [.. Enumerable.Range(0, count).Select(_ => $"{client}/{Room}/{++_said}").Select(token => Post(token, token))];
    }

    /// <summary>Returns the pause before the next change, around the requested mean.</summary>
    public TimeSpan Pause(TimeSpan mean)
    {
        lock (_gate)
            return mean * (2 * random.NextDouble());
    }

    public int Burst()
    {
        lock (_gate)
            return random.Next(1, 4);
    }

    /// <summary>The change was acknowledged, so its message may be changed again.</summary>
    public void Acknowledged(Change change)
    {
        lock (_gate)
        {
            if (change.Kind != OpKind.Delete)
                _own.Add(change.MessageId);
        }
    }

    private Change Post(string token, string text) =>
        new(book.NextOp(), OpKind.Post, Room, Guid.CreateVersion7().ToString(), token, text);

    private string? TakeOwn()
    {
        if (_own.Count == 0)
            return null;
        var index = random.Next(_own.Count);
        var messageId = _own[index];
        _own.RemoveAt(index);
        return messageId;
    }
}
