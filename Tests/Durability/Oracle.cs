using SignalRChat.Contracts;

namespace SignalRChat.Tests.Durability;

/// <summary>Compares the stored data with the acknowledgements, and with earlier stored data.</summary>
internal sealed class Oracle(Ledger ledger)
{
    private readonly Dictionary<(string Room, string MessageId), long> _places = [];

    /// <summary>Acknowledged changes that are missing, or not where they were acknowledged.</summary>
    public int Lost { get; private set; }

    /// <summary>Messages that are stored more than once, and revisions that were given more than once.</summary>
    public int Twice { get; private set; }

    public void Check(IEnumerable<RoomOnDisk> stored)
    {
        var changes = ledger.Changes.ToLookup(change => change.Voice.Room);
        var rooms = stored.ToList();
        foreach (var room in rooms)
            Check(room, [.. changes[room.Name]]);
        bool IsGone(string name) => rooms.TrueForAll(room => room.Name != name);
        foreach (var gone in changes.Where(ofRoom => IsGone(ofRoom.Key) && ofRoom.Any(change => change.Revision > 0)))
        {
            Lost += gone.Count(change => change.Revision > 0);
            Defect(gone.Key, "the room is not there.");
        }
    }

    private void Check(RoomOnDisk room, SentCommand[] changes)
    {
        Twice += room.Messages.Length - room.Messages.DistinctBy(message => message.MessageId).Count();
        var messages = room.Messages.DistinctBy(message => message.MessageId).ToDictionary(message => message.MessageId);
        CheckPlaces(room);
        CheckOrder(room, changes);
        CheckRevisions(room, changes);
        foreach (var ofMessage in changes.GroupBy(change => change.MessageId))
            CheckMessage(room.Name, messages.GetValueOrDefault(ofMessage.Key), [.. ofMessage]);
    }

    /// <summary>A stored message, acknowledged or not, keeps its place.</summary>
    private void CheckPlaces(RoomOnDisk room)
    {
        var places = room.Messages.ToDictionary(message => (room.Name, message.MessageId), message => message.Sequence);
        foreach (var (key, place) in _places.Where(known => known.Key.Room == room.Name))
        {
            if (places.GetValueOrDefault(key) != place)
                Defect(room.Name, $"{key.MessageId} stood at {place} and now stands at {places.GetValueOrDefault(key)}.");
        }
        foreach (var (key, place) in places)
            _places[key] = place;
    }

    /// <summary>Of a sender's successive posts, a prefix is stored, in the same order.</summary>
    private void CheckOrder(RoomOnDisk room, SentCommand[] changes)
    {
        foreach (var posts in changes.Where(change => change.Kind == SentCommandKind.Post).GroupBy(change => change.Voice.UserId))
        {
            var stored = room.Messages.Where(message => message.UserId == posts.Key).Select(message => message.MessageId).ToArray();
            if (!stored.SequenceEqual(posts.Select(post => post.MessageId).Take(stored.Length)))
                Defect(room.Name, $"the {stored.Length} messages of {posts.Key} are not in the order in which they were sent.");
        }
    }

    /// <summary>
    /// Every revision from 1 to the head is a message's sequence, its latest change, or an acknowledged change that a later one
    /// replaced. Each belongs to one change only.
    /// </summary>
    private void CheckRevisions(RoomOnDisk room, SentCommand[] changes)
    {
        var acknowledged = changes.Where(change => change.Revision > 0).Select(change => change.Revision).ToArray();
        Twice += acknowledged.Length - acknowledged.Distinct().Count();
        var all = acknowledged.ToHashSet();
        foreach (var message in room.Messages)
        {
            all.Add(message.Sequence);
            all.Add(message.Revision);
        }
        if (all.Count != room.Head || (all.Count > 0 && (all.Min() != 1 || all.Max() != room.Head)))
            Defect(room.Name, $"the head is {room.Head}, and {all.Count} revisions from {all.Min()} to {all.Max()} are known.");
    }

    private void CheckMessage(string room, ChatMessage? stored, SentCommand[] changes)
    {
        var last = changes.LastOrDefault(change => change.Revision > 0);
        if (last is null)
            return;
        var post = changes[0];
        if (stored is null || stored.Sequence != post.Revision || stored.UserId != post.Voice.UserId)
        {
            Lost++;
            var place = stored is null ? "not there" : $"at {stored.Sequence}";
            Defect(room, $"{post.MessageId} was acknowledged at {post.Revision} and is {place}.");
            return;
        }
        // A change under way may be stored already; then the revision is a later one.
        var isLast = stored.Revision == last.Revision && stored.Text == last.Text
            && stored.DeletedAt is not null == (last.Kind == SentCommandKind.Delete);
        if (!isLast && !(changes[^1].Revision == 0 && stored.Revision > last.Revision && stored.Text == changes[^1].Text))
        {
            Lost++;
            Defect(
                room,
                $"the {last.Kind} of {post.MessageId} was acknowledged at {last.Revision}; what is stored is of {stored.Revision}.");
        }
    }

    private void Defect(string room, string sentence) => ledger.Defect($"Stored in {room}: {sentence}");
}
