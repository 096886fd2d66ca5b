using SignalRChat.Testing.History;
using SignalRChat.Testing.Oracle;

namespace SignalRChat.Tests.Faults;

/// <summary>
/// A small hand-written history. Two members of one room, alice and bob, are connected from the start. A fifth of a second
/// passes between two lines.
/// </summary>
internal sealed class Story
{
    public const string Room = "hall";

    private readonly List<HistoryRecord> _history = [];
    private readonly List<RecordedMessage> _stored = [];
    private readonly List<RecordedReactions> _reactions = [];
    private readonly List<RecordedMember> _members = [];
    private readonly HashSet<string> _services = [];
    private RecordedInfo? _info;
    private long _at;
    private long _op;
    private int _restores;

    public Story()
    {
        foreach (var client in (string[])["alice", "bob"])
        {
            Add(client, new Opened(1));
            Joins(client);
            Add(client, new Entered(1, Room, 0, Reset: false));
        }
    }

    public long Head { get; set; }

    public HashSet<string> Leavers { get; } = [];

    /// <summary>The inbox that two devices follow; null without one.</summary>
    public StoredInbox? Inbox { get; set; }

    /// <summary>The number of the newest call.</summary>
    public long LastOp => _op;

    private string Epoch => _restores == 0 ? "epoch" : $"epoch{_restores}";

    public static string Id(string text) => $"id-{text}";

    public Story Add(string client, HistoryRecord record)
    {
        _history.Add(record with { At = _at += 200_000, Client = client });
        return this;
    }

    /// <summary>Advances the time without an event.</summary>
    public Story Later(double seconds)
    {
        _at += (long)(seconds * 1_000_000);
        return this;
    }

    public Story Joins(string client, string room = Room)
    {
        var op = ++_op;
        return Add(client, new Invoked(op, OpKind.Join, room, "", "")).Add(client, new Succeeded(op, 0, 0, false));
    }

    public Story Leaves(string client)
    {
        var op = ++_op;
        return Add(client, new Invoked(op, OpKind.Leave, Room, "", "")).Add(client, new Succeeded(op, 0, 0, false));
    }

    /// <summary>A post and its outcome; null for no outcome.</summary>
    public Story Posts(string client, string text, Func<long, HistoryRecord?> outcome) => Asks(client, OpKind.Post, text, text, outcome);

    public Story Posts(string client, string text, long place) => Posts(client, text, op => new Succeeded(op, place, place, false));

    public Story Asks(
        string client, OpKind kind, string of, string text, Func<long, HistoryRecord?> outcome, string? value = null)
    {
        var op = ++_op;
        Add(client, new Invoked(op, kind, Room, Id(of), text) { Value = value });
        return outcome(op) is { } known ? Add(client, known) : this;
    }

    /// <summary>Stores it in the database, by alice, and raises the head.</summary>
    public Story Stores(string text, long sequence, long? revision = null, string? now = null, bool isDeleted = false) =>
        Stores(new RecordedMessage(Id(text), sequence, revision ?? sequence, "alice", now ?? text, (now ?? text).Length, isDeleted));

    public Story Stores(RecordedMessage message)
    {
        _stored.Add(message);
        Head = Math.Max(Head, message.Revision);
        return this;
    }

    /// <summary>Both members receive everything up to the head.</summary>
    public Story BothHear(long after, params RecordedMessage[] messages) =>
        Hears("alice", after, Head, messages).Hears("bob", after, Head, messages);

    public Story Hears(string client, long after, long through, params RecordedMessage[] messages) =>
        Add(client, new Heard(Room, Epoch, after, through, HeardBy.Live, messages));

    /// <summary>Stores the reactions to a message, and raises the head.</summary>
    public Story StoresReactions(long sequence, long revision, string tallies = "")
    {
        _reactions.Add(new(sequence, revision) { Tallies = tallies });
        Head = Math.Max(Head, revision);
        return this;
    }

    /// <summary>A call that succeeds; 0 for an answer without a revision.</summary>
    public Story Makes(string client, OpKind kind, string of, string text, long revision, string? value = null) =>
        Asks(client, kind, of, text, op => new Succeeded(op, 0, revision, false), value);

    public Story HearsReactions(string client, long after, long through, params RecordedReactions[] reactions) =>
        Add(client, new Heard(Room, Epoch, after, through, HeardBy.Live, []) { Reactions = reactions });

    /// <summary>Stores the latest change of a member, and raises the head.</summary>
    public Story StoresMember(string userId, long revision, string role = "", long? mutedUntil = null)
    {
        _members.Add(new(userId, revision) { Role = role, MutedUntil = mutedUntil });
        Head = Math.Max(Head, revision);
        return this;
    }

    /// <summary>Stores the latest change of the settings, and raises the head.</summary>
    public Story StoresInfo(long revision, string? title = null, bool? announce = null) =>
        StoresInfo(new RecordedInfo(revision) { Title = title, Announce = announce });

    public Story StoresInfo(RecordedInfo info)
    {
        _info = info;
        Head = Math.Max(Head, info.Revision);
        return this;
    }

    public Story HearsMembers(string client, long after, long through, params RecordedMember[] members) =>
        Add(client, new Heard(Room, Epoch, after, through, HeardBy.Live, []) { Members = members });

    public Story HearsInfo(string client, long after, long through, long? info = null, string? title = null, bool? announce = null) => Add(
        client,
        new Heard(Room, Epoch, after, through, HeardBy.Live, [])
        {
            Info = info is { } revision ? new(revision) { Title = title, Announce = announce } : null,
        });

    /// <summary>A backend, which need not join.</summary>
    public Story Serves(string client)
    {
        _services.Add(client);
        return this;
    }

    public Story BacksUp() => Add("", new BackupBegan());

    /// <summary>Restores a backup at whose end the room has this head. Later changes are lost.</summary>
    public Story Restores(long head)
    {
        _restores++;
        _stored.RemoveAll(stored => stored.Revision > head);
        Head = head;
        return Add("", new Restored(new Dictionary<string, long> { [Room] = head }));
    }

    /// <summary>A client receives a reset with these messages.</summary>
    public Story Resets(string client, long head, params RecordedMessage[] messages) =>
        Add(client, new Heard(Room, Epoch, head, head, HeardBy.Reset, messages));

    public static RecordedMessage Message(string text, long sequence, long? revision = null, string? now = null) =>
        new(Id(text), sequence, revision ?? sequence, "alice", now ?? text, (now ?? text).Length, false);

    /// <summary>The violations that the oracle finds, each kind once.</summary>
    public Check[] Judge() => [.. SignalRChat.Testing.Oracle.Judge.Find(Run()).Select(violation => violation.Check).Distinct()];

    /// <summary>The checks that had material.</summary>
    public Check[] Looked() =>
        [.. SignalRChat.Testing.Oracle.Judge.Looked(Run()).Where(looked => looked.Value > 0).Select(looked => looked.Key)];

    public Case Run()
    {
        var room = new StoredRoom(Room, Head, [.. _stored.OrderBy(message => message.Sequence)])
        {
            Reactions = _reactions,
            Members = _members,
            Info = _info,
        };
        var truth = new Truth(Epoch, [room]) { Inboxes = Inbox is null ? [] : [Inbox] };
        var setup = new Setup
        {
            Members = new Dictionary<string, string[]> { ["alice"] = [Room], ["bob"] = [Room] },
            OneByOne = new HashSet<string> { "alice", "bob" },
            Leavers = Leavers,
            Services = _services,
            Devices = Inbox is null
                ? new Dictionary<string, string>()
                : new() { ["desk"] = Inbox.UserId, ["phone"] = Inbox.UserId },
            PrivateRooms = new Dictionary<string, string[]> { ["vault"] = ["alice"] },
        };
        return new Case(_history, truth, setup);
    }
}
