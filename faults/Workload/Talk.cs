namespace SignalRChat.Faults.Workload;

/// <summary>
/// Mostly posts, and edits and deletions of the client's own messages, and reactions. At most one change of a message is under way.
/// </summary>
internal sealed class Talk(string client, string room, HistoryBook book, Random random, PinnedMessages? pinned) : ITalk
{
    private const int LongestText = 300;
    private const double Pins = 0.1;

    private readonly OwnReactions? _reactions = pinned is null ? null : new(room, book, random, pinned);

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
                < 0.26 when _reactions?.Next() is { } reaction => reaction,
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

    /// <summary>Its message may be changed again.</summary>
    public void Acknowledged(Change change)
    {
        lock (_gate)
        {
            if (change.Kind is OpKind.React or OpKind.Unreact)
                _reactions!.Acknowledged(change);
            else if (change.Kind != OpKind.Delete && !IsPinned(change))
                _own.Add(change.MessageId);
        }
    }

    /// <summary>Allows another change of its message.</summary>
    public void Refused(Change change)
    {
        lock (_gate)
        {
            if (change.Kind is OpKind.React or OpKind.Unreact)
                _reactions!.Refused(change);
            else if (change.Kind is OpKind.Edit or OpKind.Delete)
                _own.Add(change.MessageId);
        }
    }

    private bool IsPinned(Change change) => change.Kind == OpKind.Post && random.NextDouble() < Pins
        && pinned?.TryPin(Room, change.MessageId) == true;

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
