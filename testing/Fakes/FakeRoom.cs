using SignalRChat.Contracts;

namespace SignalRChat.Testing;

/// <summary>
/// A room in memory that keeps the rules of the contract: one counter for all changes, one sequence for each message id.
/// </summary>
internal sealed class FakeRoom(string name)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ChatMessage> _messages = [];
    private readonly Dictionary<string, MessageReactions> _reactions = [];
    private readonly Dictionary<string, ChangedMember> _members = [];
    private RoomInfo _info = new();

    public string Epoch { get; set; } = "epoch-1";

    public long Head { get; private set; }

    /// <summary>In the order of their sequences.</summary>
    public ChatMessage[] Stored
    {
        get
        {
            lock (_lock)
                return [.. _messages.Values.OrderBy(message => message.Sequence)];
        }
    }

    public MessageReactions[] Reactions
    {
        get
        {
            lock (_lock)
                return [.. _reactions.Values];
        }
    }

    /// <summary>The members that changed.</summary>
    public ChangedMember[] Members
    {
        get
        {
            lock (_lock)
                return [.. _members.Values];
        }
    }

    public RoomInfo Info
    {
        get
        {
            lock (_lock)
                return _info;
        }
    }

    public (SendMessageResult Result, RoomUpdate? Update) Send(SendMessageRequest request, string user)
    {
        lock (_lock)
        {
            if (_messages.TryGetValue(request.MessageId, out var stored))
                return (Answer(stored, duplicate: true), null);
            var message = Add(new()
            {
                MessageId = request.MessageId,
                UserId = user,
                Name = user,
                Text = request.Text,
                Mentions = request.Mentions,
            });
            return (Answer(message, duplicate: false), Pushed(message));
        }
    }

    /// <summary>Posts a message of the server.</summary>
    public void Announce(MessageEvent reported, string text)
    {
        lock (_lock)
        {
            Add(new()
            {
                MessageId = Guid.CreateVersion7().ToString(),
                Name = "System",
                Text = text,
                Kind = MessageKinds.System,
                Event = reported,
            });
        }
    }

    public (ChangeMessageResult Result, RoomUpdate Update) Change(string messageId, Func<ChatMessage, ChatMessage> change)
    {
        lock (_lock)
        {
            Head++;
            var message = change(_messages[messageId]) with { Revision = Head };
            _messages[messageId] = message;
            return (new() { Room = name, MessageId = messageId, Revision = Head }, Pushed(message));
        }
    }

    /// <summary>The update is null if the user has reacted so already.</summary>
    public (ChangeMessageResult Result, RoomUpdate? Update) React(ReactRequest request, string user)
    {
        lock (_lock)
        {
            var before = _reactions.GetValueOrDefault(request.MessageId)?.Tallies ?? [];
            if (FakeTallies.Changed(before, request, user) is not { } tallies)
                return (new() { Room = name, MessageId = request.MessageId, Revision = Head }, null);
            Head++;
            _reactions[request.MessageId] = new()
            {
                MessageId = request.MessageId,
                Sequence = _messages[request.MessageId].Sequence,
                Revision = Head,
                Tallies = tallies,
            };
            return (new() { Room = name, MessageId = request.MessageId, Revision = Head }, Range(Head - 1, Head));
        }
    }

    public RoomUpdate ChangeMember(string userId, Func<ChangedMember, ChangedMember> change)
    {
        lock (_lock)
        {
            Head++;
            var before = _members.GetValueOrDefault(userId) ?? new() { UserId = userId, Name = userId, Role = RoomRoles.Member };
            _members[userId] = change(before) with { Revision = Head };
            return Range(Head - 1, Head);
        }
    }

    public RoomUpdate SetTitle(string title)
    {
        lock (_lock)
        {
            Head++;
            _info = _info with { Title = title, Revision = Head };
            return Range(Head - 1, Head);
        }
    }

    public GetUpdatesResult After(long after, int limit)
    {
        lock (_lock)
        {
            var news = _messages.Values.Select(message => message.Revision)
                .Concat(_reactions.Values.Select(reactions => reactions.Revision))
                .Concat(_members.Values.Select(member => member.Revision))
                .Append(_info.Revision)
                .Where(revision => revision > after).Order().Take(limit + 1).ToArray();
            var hasMore = news.Length > limit;
            var page = Range(after, hasMore ? news[limit - 1] : Head);
            return new()
            {
                Room = name,
                Epoch = Epoch,
                After = after,
                Through = page.Through,
                Messages = page.Messages,
                Reactions = page.Reactions,
                Members = page.Members,
                Info = page.Info,
                HasMore = hasMore,
            };
        }
    }

    /// <summary>Everything whose latest change is in this range.</summary>
    public RoomUpdate Range(long after, long through)
    {
        lock (_lock)
        {
            bool IsIn(long revision) => revision > after && revision <= through;
            var reactions = _reactions.Values.Where(one => IsIn(one.Revision)).OrderBy(one => one.Revision);
            var members = _members.Values.Where(one => IsIn(one.Revision)).OrderBy(one => one.Revision);
            return new()
            {
                Room = name,
                Epoch = Epoch,
                After = after,
                Through = through,
                Messages = [.. Stored.Where(message => IsIn(message.Revision)).OrderBy(message => message.Revision)],
                Reactions = reactions.Any() ? [.. reactions] : null,
                Members = members.Any() ? [.. members] : null,
                Info = IsIn(_info.Revision) ? _info : null,
            };
        }
    }

    public JoinRoomResult Join(JoinRoomRequest request, int pageSize)
    {
        lock (_lock)
        {
            var honoured = request.After is { } cursor && cursor <= Head && (request.Epoch ?? Epoch) == Epoch;
            var page = honoured ? After(request.After!.Value, pageSize) : null;
            var messages = page?.Messages ?? [.. Stored.TakeLast(ChatLimits.SnapshotSize)];
            return new()
            {
                Room = name,
                Epoch = Epoch,
                Head = Head,
                Reset = !honoured,
                HasMore = page?.HasMore ?? false,
                Role = RoomRoles.Member,
                Update = new()
                {
                    Room = name,
                    Epoch = Epoch,
                    After = page?.After ?? Head,
                    Through = page?.Through ?? Head,
                    Messages = messages,
                    Reactions = page is null ? ReactionsTo(messages) : page.Reactions,
                    Members = page?.Members,
                    Info = page is null ? _info : page.Info,
                },
                Present = [new() { UserId = "u", Name = "somebody" }],
                PresentCount = 1,
            };
        }
    }

    /// <summary>
    /// As after a restored backup: another epoch, fewer messages, and nothing that changed after the head, which is by default the number
    /// of messages.
    /// </summary>
    public void Restore(string epoch, int keep, long? head = null)
    {
        lock (_lock)
        {
            (Epoch, Head) = (epoch, head ?? keep);
            foreach (var message in Stored.Skip(keep))
            {
                _messages.Remove(message.MessageId);
                _reactions.Remove(message.MessageId);
            }
            foreach (var reactions in Reactions.Where(one => one.Revision > Head))
                _reactions.Remove(reactions.MessageId);
            foreach (var member in Members.Where(one => one.Revision > Head))
                _members.Remove(member.UserId);
            if (_info.Revision > Head)
                _info = new();
        }
    }

    private MessageReactions[]? ReactionsTo(ChatMessage[] messages)
    {
        MessageReactions[] found = [.. messages.Where(message => _reactions.ContainsKey(message.MessageId))
            .Select(message => _reactions[message.MessageId])];
        return found.Length == 0 ? null : found;
    }

    private ChatMessage Add(ChatMessage message)
    {
        Head++;
        message = message with { Sequence = Head, Revision = Head, PostedAt = 1_000 * Head };
        _messages.Add(message.MessageId, message);
        return message;
    }

    private RoomUpdate Pushed(ChatMessage message) =>
        new() { Room = name, Epoch = Epoch, After = Head - 1, Through = Head, Messages = [message] };

    private SendMessageResult Answer(ChatMessage message, bool duplicate) => new()
    {
        Room = name,
        MessageId = message.MessageId,
        Sequence = message.Sequence,
        Revision = message.Revision,
        PostedAt = message.PostedAt,
        Duplicate = duplicate,
    };
}
