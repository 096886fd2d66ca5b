using System.Threading.Channels;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Http.Connections.Client;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using SignalRChat.Contracts;

namespace SignalRChat.Tests.Support;

/// <summary>A bare connection to the hub. It keeps everything that arrives, in the order of arrival.</summary>
internal sealed class TestClient : IAsyncDisposable
{
    public static readonly TimeSpan Deadline = Eventually.Deadline;

    private readonly Channel<RoomUpdate> _updates = Channel.CreateUnbounded<RoomUpdate>();
    private readonly Channel<object> _events = Channel.CreateUnbounded<object>();

    private TestClient(HubConnection connection, GuestTokenResult guest)
    {
        Connection = connection;
        Guest = guest;
        connection.On<RoomUpdate>(nameof(IChatClient.RoomUpdated), update => _updates.Writer.TryWrite(update));
        connection.On<TypingChange>(nameof(IChatClient.TypingChanged), change => _events.Writer.TryWrite(change));
        connection.On<PresenceChange>(nameof(IChatClient.PresenceChanged), change => _events.Writer.TryWrite(change));
        connection.On<InboxUpdate>(nameof(IChatClient.InboxUpdated), update => _events.Writer.TryWrite(update));
        connection.On<InboxActivity>(nameof(IChatClient.InboxActivity), activity => _events.Writer.TryWrite(activity));
        connection.On<ReadCursorChange>(nameof(IChatClient.ReadCursorChanged), change => _events.Writer.TryWrite(change));
        connection.On<RoomRemoval>(nameof(IChatClient.RemovedFromRoom), removal => _events.Writer.TryWrite(removal));
        connection.On<SessionEnd>(nameof(IChatClient.SessionEnding), ending => _events.Writer.TryWrite(ending));
        connection.Closed += error =>
        {
            Closed.TrySetResult(error);
            return Task.CompletedTask;
        };
    }

    public HubConnection Connection { get; }

    public GuestTokenResult Guest { get; }

    public TaskCompletionSource<Exception?> Closed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static Task<TestClient> ConnectAsync(
        ChatServer server, GuestTokenResult guest, string protocol, TimeSpan? pingEvery = null, HttpTransportType? transport = null) =>
        ConnectAsync(server.Url, guest, protocol, pingEvery, transport);

    public static async Task<TestClient> ConnectAsync(
        Uri server, GuestTokenResult guest, string protocol, TimeSpan? pingEvery = null, HttpTransportType? transport = null,
        bool skipNegotiation = false, string prefix = "", Action<HttpConnectionOptions>? configure = null)
    {
        var builder = new HubConnectionBuilder().WithUrl(new Uri(server, prefix + ChatPaths.Hub), options =>
        {
            options.AccessTokenProvider = () => Task.FromResult<string?>(guest.AccessToken);
            options.Transports = transport ?? options.Transports;
            options.SkipNegotiation = skipNegotiation;
            configure?.Invoke(options);
        });
        if (pingEvery is { } interval)
            builder.WithKeepAliveInterval(interval);
        if (protocol == "messagepack")
            builder.AddMessagePackProtocol();
        var client = new TestClient(builder.Build(), guest);
        await client.Connection.StartAsync().WaitAsync(Deadline);
        return client;
    }

    public Task<T> CallAsync<T>(string method, object request) => Connection.InvokeAsync<T>(method, request).WaitAsync(Deadline);

    public Task CallAsync(string method, object request) => Connection.InvokeAsync(method, request).WaitAsync(Deadline);

    public Task<JoinRoomResult> JoinAsync(string room, long? after = null, string? epoch = null) =>
        CallAsync<JoinRoomResult>(nameof(IChatHub.JoinRoom), new JoinRoomRequest { Room = room, After = after, Epoch = epoch });

    public Task<SendMessageResult> SendAsync(string room, string text, string? messageId = null) =>
        CallAsync<SendMessageResult>(
            nameof(IChatHub.SendMessage), new SendMessageRequest { Room = room, MessageId = messageId ?? NewId(), Text = text });

    public async Task<RoomUpdate> NextUpdateAsync()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        return await _updates.Reader.ReadAsync(deadline.Token);
    }

    /// <summary>Whether an unread update has arrived.</summary>
    public bool HasUpdate => _updates.Reader.TryPeek(out _);

    /// <summary>Returns the next event of this type and skips others.</summary>
    public async Task<T> NextAsync<T>()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (true)
        {
            if (await _events.Reader.ReadAsync(deadline.Token) is T wanted)
                return wanted;
        }
    }

    /// <summary>
    /// Reads updates from a cursor until the room has reached <paramref name="revision"/>. Each must follow the one before
    /// without a gap.
    /// </summary>
    public async Task<List<ChatMessage>> ReadThroughAsync(long cursor, long revision)
    {
        var messages = new List<ChatMessage>();
        while (cursor < revision)
        {
            var update = await NextUpdateAsync();
            if (update.Through <= cursor)
                continue;
            Assert.True(update.After <= cursor, $"A hole: the cursor is at {cursor}, the update begins after {update.After}.");
            messages.AddRange(update.Messages.Where(message => message.Revision > cursor));
            cursor = update.Through;
        }
        return messages;
    }

    public static string NewId() => Guid.CreateVersion7().ToString();

    public ValueTask DisposeAsync() => Connection.DisposeAsync();
}
