using Microsoft.Extensions.DependencyInjection;
using SignalRChat.Client;
using SignalRChat.Contracts;

namespace SignalRChat.Tests.Client.Samples;

/// <summary>
/// The samples of docs/client.md. A test compares them with that page, so its samples compile. The first one also runs.
/// </summary>
internal static class ClientSamples
{
    public static async Task FirstAsync(Uri server, string token, Action<string> show)
    {
        await using var chat = new ChatClient(new()
        {
            Url = server,
            AccessTokenProvider = _ => Task.FromResult<string?>(token),
        });

        chat.RoomReset += reset =>
        {
            show($"--- {reset.Room}: the newest {reset.Messages.Count} messages");
            foreach (var message in reset.Messages)
                show($"{message.Name}: {message.Text}");
            return Task.CompletedTask;
        };
        chat.MessagesChanged += changes =>
        {
            foreach (var message in changes.Messages)
                show($"{message.Name}: {message.Text}");
            return Task.CompletedTask;
        };

        await chat.ConnectAsync();
        await chat.JoinAsync("lobby");
        await chat.SendAsync("lobby", "Hello");
    }

    public static async Task GuestAsync(Uri server, GuestTokenResult? saved, Action<GuestTokenResult> save)
    {
        using var guests = new GuestTokens(new() { Url = server, Name = "alice", Saved = saved, Save = save });
        await using var chat = new ChatClient(new() { Url = server, GuestTokens = guests });
        await chat.ConnectAsync();
    }

    public static IServiceCollection AddTo(IServiceCollection services, Uri server)
    {
        services.AddChatClient(provider => new()
        {
            Url = server,
            AccessTokenProvider = async cancellationToken =>
            {
                var backend = provider.GetRequiredService<HttpClient>();
                return await backend.GetStringAsync("chat-token", cancellationToken);
            },
        });
        return services;
    }

    public static async Task ConnectionAsync(ChatClient chat, Action<string> show)
    {
        chat.ConnectionChanged += change =>
        {
            show(change switch
            {
                { State: ChatConnectionState.Closed, Error: ChatAuthenticationException refused } => $"not let in: {refused.Message}",
                { State: ChatConnectionState.Closed, Error: ChatDisconnectedException { Code: { } code } } => $"sent away: {code}",
                { State: ChatConnectionState.Closed } => $"over: {change.Error?.Message}",
                { Attempt: > 0 } => $"{change.State}, try {change.Attempt} in {change.RetryIn.TotalSeconds:0.0} s",
                _ => $"{change.State}",
            });
            return Task.CompletedTask;
        };
        await chat.ConnectAsync();
    }

    public static async Task SendAsync(ChatClient chat, Action<string> show)
    {
        try
        {
            var sent = await chat.SendAsync("lobby", "Hello");
            show($"stored as number {sent.Sequence}");
        }
        catch (ChatRefusedException refused) when (refused.Code == ChatErrorCodes.NotAMember)
        {
            show("join the room first");
        }
    }

    public static async Task InboxAsync(ChatClient chat, Action<string> show)
    {
        chat.Inbox.Changed += changes =>
        {
            foreach (var entry in changes.Added.Concat(changes.Changed))
                show($"{entry.Title ?? entry.Room}: {entry.Unread} unread, {entry.Mentions} for you");
            foreach (var entry in changes.Removed)
                show($"{entry.Room}: {entry.Left ?? "left"}");
            return Task.CompletedTask;
        };

        await chat.ConnectAsync();
        await chat.Inbox.FollowAsync();
        if (chat.Inbox.Find("lobby") is { LastMessage: { } last })
            await chat.Inbox.MarkReadAsync("lobby", last.Sequence);
    }

    public static async Task KeepAsync(Uri server, string token, string folder, Func<RoomChanges, Task> save, Func<RoomReset, Task> replace)
    {
        using var store = new FileChatStore(folder);
        await using var chat = new ChatClient(new()
        {
            Url = server,
            AccessTokenProvider = _ => Task.FromResult<string?>(token),
            CursorStore = store,
            OutboxStore = store,
        });
        chat.MessagesChanged += changes => save(changes);
        chat.RoomReset += reset => replace(reset);
        chat.OutboxItemCompleted += outcome =>
        {
            if (outcome.Refused is { } refused)
                Console.Error.WriteLine($"{outcome.Item.Text}: {refused.Message}");
            return Task.CompletedTask;
        };

        await chat.ConnectAsync();
        await chat.JoinAsync("lobby");
    }

    public static ChatClientOptions Bounds(Uri server) => new()
    {
        Url = server,
        Backoff = new FullJitterBackoff(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), new Random().NextDouble) { MaxTries = 100 },
        OutboxLimit = 50,
        OutboxFull = OutboxFullMode.Wait,
        Protocol = ChatProtocol.MessagePack,
    };

    public static void Slow(ChatClient chat)
    {
        chat.HandlerSlow += slow =>
            Console.Error.WriteLine($"{slow.Event} has been running for {slow.Running.TotalSeconds:0} s, {slow.Waiting} events wait");
    }

    public static Dictionary<string, ChatMessage> Apply(Dictionary<string, ChatMessage> list, RoomChanges changes)
    {
        foreach (var message in changes.Messages)
        {
            if (!list.TryGetValue(message.MessageId, out var known) || known.Revision < message.Revision)
                list[message.MessageId] = message;
        }
        return list;
    }
}
