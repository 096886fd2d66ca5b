using SignalRChat.Contracts;
using SignalRChat.Services.Log;

namespace SignalRChat.Tests.Services.Log;

/// <summary>One room in memory, as the feed sees a database. A test can change it, read it, and make it unavailable.</summary>
internal sealed class MemoryStore : IMessageStore
{
    public const string Room = "lobby";
    public const string FirstEpoch = "epoch";

    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, ChatMessage> _bySequence = [];
    private readonly SortedDictionary<long, MessageReactions> _reactions = [];
    private readonly SortedDictionary<string, ChangedMember> _members = [];
    private readonly List<MembershipEnd> _removals = [];
    private RoomInfo? _info;
    private long _head;

    public string Epoch { get; private set; } = FirstEpoch;

    public bool IsAway { get; set; }

    /// <summary>Runs once, after the heads were read and before anything else is.</summary>
    public Action? AfterHeads { get; set; }

    public int Reads { get; private set; }

    public int HeadReads { get; private set; }

    /// <summary>The number of rooms whose heads were read, over all reads.</summary>
    public int HeadsRead { get; private set; }

    /// <summary>The rooms that are said to have changed; null if the store does not know.</summary>
    public IReadOnlyCollection<string>? Changed { get; set; }

    /// <summary>A read of updates ends when this does, with what was there when it began.</summary>
    public Task Hold { get; set; } = Task.CompletedTask;

    public long Head
    {
        get
        {
            lock (_gate)
                return _head;
        }
    }

    public ChatMessage[] Messages
    {
        get
        {
            lock (_gate)
                return [.. _bySequence.Values];
        }
    }

    /// <summary>
    /// Commits one batch. 0 posts a message, and another number changes the message at that sequence (modulo the count). -1 and -2 change
    /// reactions to a message, -3 a member and -4 the settings. Returns what a writer publishes.
    /// </summary>
    public RoomUpdate Commit(IEnumerable<int> changes, int length = 1)
    {
        lock (_gate)
        {
            var after = _head;
            foreach (var change in changes)
                Apply(change, length);
            return new RoomUpdate { Room = Room, Epoch = Epoch }.With(after, _head, ChangesAfter(after));
        }
    }

    public RoomUpdate Post(int length = 1) => Commit([0], length);

    /// <summary>
    /// Ends a user's membership, alone or after the changes of the same batch. The published update then has no messages.
    /// </summary>
    public RoomUpdate Remove(string userId, params int[] changes)
    {
        lock (_gate)
        {
            var update = Commit(changes);
            _removals.Add(new MembershipEnd(++_head, userId, RoomRemovalCodes.Kicked));
            _members[userId] = new() { UserId = userId, Left = RoomRemovalCodes.Kicked, Revision = _head };
            return new RoomUpdate { Room = Room, Epoch = Epoch, After = update.After, Through = _head };
        }
    }

    public async Task<UpdatePage> ReadUpdatesAsync(string room, long after, int limit, CancellationToken cancellationToken)
    {
        var page = ReadUpdates(after, limit);
        await Hold;
        return page;
    }

    private UpdatePage ReadUpdates(long after, int limit)
    {
        lock (_gate)
        {
            Reads++;
            if (IsAway)
                throw new StorageUnavailableException("away", new IOException());
            var messages = After(after);
            var page = messages.Length <= limit
                ? new UpdatePage(Epoch, messages, _head, _head)
                : new UpdatePage(Epoch, messages[..limit], messages[limit - 1].Revision, _head);
            page = page.With([.. ReactionsAfter(after).Take(limit)], limit);
            MemberEntry[] members = [.. MembersAfter(after).Take(limit).Select(member => new MemberEntry(member, member.Left is null))];
            page = page.With([.. members], limit).With(_info?.Revision > after ? _info : null);
            var removals = _removals.Where(removal => removal.Revision > after && removal.Revision <= page.Through);
            return page with { Removals = [.. removals] };
        }
    }

    public Task<RoomHeads> ReadHeadsAsync(IReadOnlyList<string> rooms, CancellationToken cancellationToken)
    {
        HeadReads++;
        HeadsRead += rooms.Count;
        RoomHeads heads;
        lock (_gate)
        {
            if (IsAway)
                throw new StorageUnavailableException("away", new IOException());
            heads = new RoomHeads(Epoch, [.. rooms.Select(_ => _head)]);
        }
        var next = AfterHeads;
        AfterHeads = null;
        next?.Invoke();
        return Task.FromResult(heads);
    }

    public Task<ChangedRooms?> ReadChangesAsync(string? place, CancellationToken cancellationToken) => IsAway
        ? throw new StorageUnavailableException("away", new IOException())
        : Task.FromResult<ChangedRooms?>(Changed is null ? null : new ChangedRooms(Epoch, "a place", place is null ? null : Changed));

    public Task BeginEpochAsync(string lost, CancellationToken cancellationToken)
    {
        lock (_gate)
            Epoch = lost == Epoch ? $"after {lost}" : Epoch;
        return Task.CompletedTask;
    }

    /// <summary>Loses every commit after a revision, as a lagging standby does when it is promoted.</summary>
    public void Lose(long after)
    {
        lock (_gate)
        {
            foreach (var message in _bySequence.Values.Where(message => message.Revision > after).ToArray())
                _bySequence.Remove(message.Sequence);
            foreach (var reactions in ReactionsAfter(after))
                _reactions.Remove(reactions.Sequence);
            foreach (var member in MembersAfter(after))
                _members.Remove(member.UserId);
            _info = _info?.Revision > after ? null : _info;
            _removals.RemoveAll(removal => removal.Revision > after);
            _head = after;
        }
    }

    public bool CommitsOnCallersThread => true;

    public Task CheckSchemaAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task MigrateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<BatchResult> CommitAsync(IReadOnlyList<RoomCommand> batch, long now, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<UpdatePage?> ReadUpdatesAsync(string room, string userId, long after, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<HistoryPage?> ReadHistoryAsync(string room, string userId, long? before, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    private void Apply(int change, int length)
    {
        _head++;
        if (change == 0 || _bySequence.Count == 0)
        {
            var text = new string('x', length);
            _bySequence[_head] = new ChatMessage { MessageId = $"{_head}", Sequence = _head, Revision = _head, Text = text };
            return;
        }
        if (change == -3)
        {
            var userId = $"m{_head % 2}";
            _members[userId] = new() { UserId = userId, Revision = _head };
            return;
        }
        if (change == -4)
        {
            _info = new() { Revision = _head };
            return;
        }
        var place = _bySequence.Keys.ElementAt(Math.Abs(change) % _bySequence.Count);
        if (change < 0)
        {
            _reactions[place] = new MessageReactions { MessageId = $"{place}", Sequence = place, Revision = _head };
            return;
        }
        _bySequence[place] = _bySequence[place] with { Revision = _head };
    }

    /// <summary>
    /// The newest revision of each message that changed after a revision, by its sequence; that of its reactions by the same below zero,
    /// that of a member by <see cref="KeyOf"/>, and that of the settings by 0.
    /// </summary>
    public Dictionary<long, long> Newest(long after)
    {
        lock (_gate)
            return NewestOf(ChangesAfter(after));
    }

    public static Dictionary<long, long> NewestOf(in ChangeSet changes)
    {
        var newest = changes.Messages.ToDictionary(message => message.Sequence, message => message.Revision);
        foreach (var reactions in changes.Reactions)
            newest.Add(-reactions.Sequence, reactions.Revision);
        foreach (var member in changes.Members)
            newest.Add(KeyOf(member.UserId), member.Revision);
        if (changes.Info is { } info)
            newest.Add(0, info.Revision);
        return newest;
    }

    public static long KeyOf(string userId) => userId.Aggregate(-1_000_000L, (key, letter) => key - (letter * 100) - userId.Length);

    private ChangeSet ChangesAfter(long revision) => new(After(revision), ReactionsAfter(revision))
    {
        Members = MembersAfter(revision),
        Info = _info?.Revision > revision ? _info : null,
    };

    private ChangedMember[] MembersAfter(long revision) =>
        [.. _members.Values.Where(member => member.Revision > revision).OrderBy(member => member.Revision)];

    private MessageReactions[] ReactionsAfter(long revision) =>
        [.. _reactions.Values.Where(reactions => reactions.Revision > revision).OrderBy(reactions => reactions.Revision)];

    private ChatMessage[] After(long revision) =>
        [.. _bySequence.Values.Where(message => message.Revision > revision).OrderBy(message => message.Revision)];
}
