using SignalRChat.Services.Log;

namespace SignalRChat.Services.Feed;

/// <summary>
/// The updates that a feed was notified of and has not delivered yet. Not thread-safe: the feed holds its gate.
/// </summary>
internal sealed class PendingUpdates
{
    // Only reached while the database cannot be read: then the newest revision is all that needs to be known.
    private const int MaxWaiting = 256;

    private readonly List<UpdateFrame> _waiting = [];
    private long _head;

    public bool IsAhead(long position) => _head > position;

    public void Add(UpdateFrame frame, long position)
    {
        if (frame.Update.Through <= position)
            return;
        AddHead(frame.Update.Through);

        // A membership ended in this update: the feed must read it from the database.
        if (frame.Update.Messages.Length == 0)
            return;
        if (_waiting.Count == MaxWaiting)
            _waiting.Clear();
        _waiting.Add(frame);
    }

    public void AddHead(long head) => _head = Math.Max(_head, head);

    /// <summary>Drops the updates of other epochs.</summary>
    public void KeepOnly(string epoch)
    {
        _waiting.RemoveAll(frame => frame.Update.Epoch != epoch);
        _head = 0;
        foreach (var frame in _waiting)
            AddHead(frame.Update.Through);
    }

    /// <summary>
    /// Takes the updates that follow <paramref name="position"/> without a gap, merged into one of about <paramref name="limit"/>
    /// messages. Returns null when the next change is not here. An update that is passed on unmerged keeps its serialised form.
    /// </summary>
    public UpdateFrame? TakeNext(long position, int limit)
    {
        UpdateFrame? first = null;
        List<ChatMessage>? merged = null;
        for (var found = true; found;)
        {
            found = false;
            for (var i = 0; i < _waiting.Count; i++)
            {
                if (_waiting[i].Update.After > position)
                    continue;
                var frame = _waiting[i];
                _waiting.RemoveAt(i--);
                if (frame.Update.Through <= position)
                    continue;
                if (first is null)
                    first = From(position, frame);
                else
                    Merge(merged ??= [.. first.Update.Messages], NewerThan(position, frame.Update.Messages));
                position = frame.Update.Through;
                if ((merged?.Count ?? first.Update.Messages.Length) >= limit)
                    return Of(first, merged, position);
                found = true;
            }
        }
        return first is null ? null : Of(first, merged, position);
    }

    private static UpdateFrame From(long position, UpdateFrame frame) => frame.Update.After == position
        ? frame
        : new UpdateFrame(frame.Update with { After = position, Messages = NewerThan(position, frame.Update.Messages) });

    private static UpdateFrame Of(UpdateFrame first, List<ChatMessage>? merged, long through) => merged is null
        ? first
        : new UpdateFrame(first.Update with { Through = through, Messages = [.. merged] });

    /// <summary>
    /// Only newer messages replace others: updates that overlap may hold the same message in the same state.
    /// </summary>
    private static void Merge(List<ChatMessage> merged, ChatMessage[] newer)
    {
        foreach (var message in newer)
        {
            // A new message replaces none.
            if (message.Sequence != message.Revision)
                Remove(merged, message.Sequence);
        }
        merged.AddRange(newer);
    }

    private static void Remove(List<ChatMessage> messages, long sequence)
    {
        for (var i = 0; i < messages.Count; i++)
        {
            if (messages[i].Sequence != sequence)
                continue;
            messages.RemoveAt(i);
            return;
        }
    }

    private static ChatMessage[] NewerThan(long revision, ChatMessage[] messages)
    {
        var first = 0;
        while (first < messages.Length && messages[first].Revision <= revision)
            first++;
        return first == 0 ? messages : messages[first..];
    }
}
