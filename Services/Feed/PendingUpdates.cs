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
        if (frame.Update.IsHollow())
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
    /// changes. Returns null when the next change is not here. An update that is passed on unmerged keeps its serialised form.
    /// </summary>
    public UpdateFrame? TakeNext(long position, int limit)
    {
        UpdateFrame? first = null;
        MergedUpdate? merged = null;
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
                    (merged ??= new(first)).Add(frame, position);
                position = frame.Update.Through;
                if ((merged?.Count ?? ChangeSet.Of(first.Update).Count) >= limit)
                    return merged?.ToFrame(position) ?? first;
                found = true;
            }
        }
        return merged?.ToFrame(position) ?? first;
    }

    private static UpdateFrame From(long position, UpdateFrame frame)
    {
        var update = frame.Update;
        return update.After == position
            ? frame
            : new UpdateFrame(update.With(position, update.Through, ChangeSet.Of(update).Between(position, update.Through)))
            {
                Commits = frame.Commits,
            };
    }
}

/// <summary>Several updates as one: each entity once, in its newest state.</summary>
internal sealed class MergedUpdate(UpdateFrame first)
{
    private readonly List<CommitOrigin> _commits = [.. first.Commits];
    private readonly List<ChatMessage> _messages = [.. first.Update.Messages];
    private List<MessageReactions>? _reactions = first.Update.Reactions is { } reactions ? [.. reactions] : null;
    private List<ChangedMember>? _members = first.Update.Members is { } members ? [.. members] : null;
    private RoomInfo? _info = first.Update.Info;

    public int Count => _messages.Count + (_reactions?.Count ?? 0) + (_members?.Count ?? 0) + (_info is null ? 0 : 1);

    /// <summary>
    /// Only changes after <paramref name="position"/> replace others: updates that overlap may hold the same change.
    /// </summary>
    public void Add(UpdateFrame frame, long position)
    {
        _commits.AddRange(frame.Commits);
        var update = frame.Update;
        var changes = ChangeSet.Of(update).Between(position, update.Through);
        foreach (var message in changes.Messages)
        {
            // A new message replaces none.
            if (message.Sequence != message.Revision)
                Remove(message.Sequence);
        }
        _messages.AddRange(changes.Messages);
        Replace(ref _reactions, changes.Reactions, static reactions => reactions.Sequence);
        Replace(ref _members, changes.Members, static member => member.UserId);
        _info = changes.Info ?? _info;
    }

    public UpdateFrame ToFrame(long through) => new(first.Update.With(
        first.Update.After,
        through,
        new([.. _messages], _reactions is null ? [] : [.. _reactions])
        {
            Members = _members is null ? [] : [.. _members],
            Info = _info,
        }))
    {
        Commits = [.. _commits],
    };

    private static void Replace<T, TKey>(ref List<T>? all, T[] changes, Func<T, TKey> keyOf)
        where TKey : IEquatable<TKey>
    {
        if (changes.Length == 0)
            return;
        all ??= [];
        foreach (var change in changes)
        {
            var key = keyOf(change);
            all.RemoveAll(other => keyOf(other).Equals(key));
        }
        all.AddRange(changes);
    }

    private void Remove(long sequence)
    {
        for (var i = 0; i < _messages.Count; i++)
        {
            if (_messages[i].Sequence != sequence)
                continue;
            _messages.RemoveAt(i);
            return;
        }
    }
}
