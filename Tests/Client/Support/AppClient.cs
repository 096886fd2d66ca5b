using System.Collections.Concurrent;
using SignalRChat.Client;
using SignalRChat.Contracts;

namespace SignalRChat.Tests.Client.Support;

/// <summary>A client with an app that keeps a list of messages by the events.</summary>
internal sealed class AppClient : IAsyncDisposable
{
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(60);

    private readonly Lock _lock = new();

    /// <summary>The highest revision of each room of the inbox, also of those that went.</summary>
    private readonly Dictionary<string, long> _newest = [];
    private TaskCompletionSource _news = New();

    public AppClient(ChatClientOptions options)
    {
        Chat = new(options);
        Chat.MessagesChanged += changes => Note(() =>
        {
            Changes.Enqueue(changes);
            Apply(changes.Messages, changes.Reactions, changes.Info ?? Info);
            foreach (var member in changes.Members)
                Members[member.UserId] = member;
        });
        Chat.RoomReset += reset => Note(() =>
        {
            Resets.Enqueue(reset);
            Messages.Clear();
            Reactions.Clear();
            Members.Clear();
            Revisions.Clear();
            Apply(reset.Messages, reset.Reactions, reset.Info);
        });
        Chat.Inbox.Changed += changes => Note(() => Apply(changes));
        Chat.RoomRejoined += rejoined => Note(() => Rejoins.Enqueue(rejoined));
        Chat.RoomRefused += refused => Note(() => Refusals.Enqueue(refused));
        Chat.RemovedFromRoom += removal => Note(() => Removals.Enqueue(removal));
        Chat.TypingChanged += change => Note(() => Typing.Enqueue(change));
        Chat.SessionEnding += ending => Note(() => Endings.Enqueue(ending));
        Chat.ConnectionChanged += change => Note(() => States.Enqueue(change));
        Chat.OutboxItemCompleted += outcome => Note(() => Outcomes.Enqueue(outcome));
        Chat.HandlerSlow += slow => Note(() => Slow.Enqueue(slow));
    }

    public ChatClient Chat { get; }

    /// <summary>The app's list: the latest state of each message.</summary>
    public Dictionary<string, ChatMessage> Messages { get; } = [];

    /// <summary>The latest state of the reactions to each message.</summary>
    public Dictionary<string, MessageReactions> Reactions { get; } = [];

    /// <summary>The members that changed since the last reset.</summary>
    public Dictionary<string, ChangedMember> Members { get; } = [];

    public RoomInfo? Info { get; private set; }

    /// <summary>The rooms of the user, by the changes of the inbox.</summary>
    public Dictionary<string, InboxEntry> Inbox { get; } = [];

    /// <summary>False once a backup was brought back: its revisions are lower.</summary>
    public bool ComparesRevisions { get; set; } = true;

    /// <summary>A change of the inbox that contradicts the ones before.</summary>
    public InboxChanges? WrongInbox { get; private set; }

    public RoomContent Content => RoomContent.Of(Messages.Values, Reactions.Values, Members.Values, Info);

    /// <summary>What <see cref="ChatClient.MessagesChanged"/> gave to the app, in the order of arrival.</summary>
    public ConcurrentQueue<RoomChanges> Changes { get; } = new();

    /// <summary>The revisions passed to the app, in the order of arrival.</summary>
    public ConcurrentQueue<long> Revisions { get; } = new();

    public ConcurrentQueue<RoomReset> Resets { get; } = new();

    public ConcurrentQueue<RoomRejoined> Rejoins { get; } = new();

    public ConcurrentQueue<RoomRefused> Refusals { get; } = new();

    public ConcurrentQueue<RoomRemoval> Removals { get; } = new();

    public ConcurrentQueue<TypingChange> Typing { get; } = new();

    public ConcurrentQueue<SessionEnd> Endings { get; } = new();

    public ConcurrentQueue<ChatConnectionChange> States { get; } = new();

    public ConcurrentQueue<OutboxOutcome> Outcomes { get; } = new();

    public ConcurrentQueue<SlowHandler> Slow { get; } = new();

    public static ChatClientOptions Options(FakeServer server, ChatProtocol protocol = ChatProtocol.Json) => new()
    {
        Url = server.Url,
        Protocol = protocol,
        Backoff = new FullJitterBackoff(TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(100), () => 0.5),
        RandomSource = () => 0.5,
        MarkReadInterval = TimeSpan.FromMilliseconds(50),
    };

    public static async Task<AppClient> ConnectAsync(FakeServer server, ChatProtocol protocol = ChatProtocol.Json)
    {
        var client = new AppClient(Options(server, protocol));
        await client.Chat.ConnectAsync().WaitAsync(_deadline);
        return client;
    }

    public int Connects => States.Count(change => change.State == ChatConnectionState.Connected);

    /// <summary>Waits until the app has the requested state.</summary>
    public async Task UntilAsync(Func<bool> seen)
    {
        using var late = new CancellationTokenSource(_deadline);
        while (true)
        {
            Task news;
            lock (_lock)
            {
                if (seen())
                    return;
                news = _news.Task;
            }

            await news.WaitAsync(late.Token);
        }
    }

    public Task UntilCaughtUpAsync(FakeRoom room) =>
        UntilAsync(() => Messages.Values.OrderBy(message => message.Sequence).SequenceEqual(room.Stored));

    /// <summary>A handler of the test has run.</summary>
    public void Noted() => Note(() => { });

    public ValueTask DisposeAsync() => Chat.DisposeAsync();

    /// <summary>A room is added once, then changes, then is removed, and an older state never replaces a newer one.</summary>
    private void Apply(InboxChanges changes)
    {
        var isWrong = changes.Added.Any(entry => Inbox.ContainsKey(entry.Room))
            || changes.Changed.Concat(changes.Removed).Any(entry => !Inbox.ContainsKey(entry.Room))
            || (ComparesRevisions
                && changes.Added.Concat(changes.Changed).Any(entry => entry.Revision < _newest.GetValueOrDefault(entry.Room)))
            || changes.Added.Count + changes.Changed.Count + changes.Removed.Count == 0;
        WrongInbox ??= isWrong ? changes : null;
        foreach (var entry in changes.Added.Concat(changes.Changed))
            (Inbox[entry.Room], _newest[entry.Room]) = (entry, entry.Revision);
        foreach (var entry in changes.Removed)
            Inbox.Remove(entry.Room);
    }

    private void Apply(IEnumerable<ChatMessage> messages, IEnumerable<MessageReactions> reactions, RoomInfo? info)
    {
        Info = info;
        foreach (var one in reactions)
            Reactions[one.MessageId] = one;
        foreach (var message in messages)
        {
            Messages[message.MessageId] = message;
            Revisions.Enqueue(message.Revision);
        }
    }

    private Task Note(Action note)
    {
        lock (_lock)
        {
            note();
            _news.TrySetResult();
            _news = New();
        }

        return Task.CompletedTask;
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
