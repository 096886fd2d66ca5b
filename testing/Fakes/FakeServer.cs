using System.Collections.Concurrent;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SignalRChat.Contracts;

namespace SignalRChat.Testing;

/// <summary>A small server on a real socket that keeps the contract, except when a test orders otherwise.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    /// <summary>No room has this name.</summary>
    public const string InboxGroup = ":inbox";

    private readonly ConcurrentDictionary<string, FakeRoom> _rooms = new();
    private readonly SemaphoreSlim _calls = new(0);
    private WebApplication _app = null!;

    private FakeServer() => Inbox = new(Room);

    public FakeInbox Inbox { get; }

    public FakeFaults Faults { get; } = new();

    public ConcurrentDictionary<string, HubCallerContext> Connections { get; } = new();

    public ConcurrentQueue<JoinRoomRequest> Joins { get; } = new();

    public ConcurrentQueue<UnsubscribeRoomRequest> Unsubscribes { get; } = new();

    public ConcurrentQueue<SendMessageRequest> Sends { get; } = new();

    public ConcurrentQueue<GetUpdatesRequest> Fetches { get; } = new();

    public ConcurrentQueue<MarkReadRequest> Marks { get; } = new();

    public ConcurrentQueue<FollowInboxRequest> Follows { get; } = new();

    public ConcurrentQueue<string> Tokens { get; } = new();

    public int PageSize { get; set; } = ChatLimits.CatchUpPageSize;

    /// <summary>The answer to a list of rooms.</summary>
    public Func<ListRoomsRequest, ListRoomsResult> Lists { get; set; } =
        _ => new() { Rooms = [new() { Room = "lobby", IsMember = true, PresentCount = 1 }] };

    /// <summary>The updates that are not pushed.</summary>
    public Func<RoomUpdate, bool> Loses { get; set; } = _ => false;

    /// <summary>The number of times that an update is pushed.</summary>
    public int Copies { get; set; } = 1;

    /// <summary>If set, the status that answers every connect.</summary>
    public int? Status { get; set; }

    /// <summary>Accepts every client, and drops it.</summary>
    public bool DropsAtOnce { get; set; }

    /// <summary>Whether an open connection takes another token. An older server did not.</summary>
    public bool Reauthenticates { get; set; } = true;

    /// <summary>The Retry-After of <see cref="Status"/>, in seconds.</summary>
    public int? RetryAfter { get; set; }

    /// <summary>If set, an upgrade to a WebSocket is not answered, and completes this.</summary>
    public TaskCompletionSource? UnansweredUpgrade { get; set; }

    public Uri Url { get; private set; } = null!;

    public FakeRoom Room(string name) => _rooms.GetOrAdd(name, room => new(room));

    public static async Task<FakeServer> StartAsync()
    {
        var server = new FakeServer();
        await server.ListenAsync("http://127.0.0.1:0");
        return server;
    }

    public async Task PushAsync(RoomUpdate update)
    {
        var room = _app.Services.GetRequiredService<IHubContext<FakeHub, IChatClient>>().Clients.Group(update.Room);
        for (var copy = 0; copy < (Loses(update) ? 0 : Copies); copy++)
            await room.RoomUpdated(update);
    }

    public async Task PushInboxAsync(InboxUpdate update, int copies = 1)
    {
        var followers = _app.Services.GetRequiredService<IHubContext<FakeHub, IChatClient>>().Clients.Group(InboxGroup);
        for (var copy = 0; copy < copies; copy++)
            await followers.InboxUpdated(update);
    }

    /// <summary>The server reports rooms that the connection has not joined.</summary>
    public Task PushActivityAsync(InboxActivity activity) => Joins.Any(join => join.Room == activity.Rooms[0].Room)
        ? Task.CompletedTask
        : _app.Services.GetRequiredService<IHubContext<FakeHub, IChatClient>>().Clients.Group(InboxGroup).InboxActivity(activity);

    public Task PushReadCursorAsync(ReadCursorChange change) =>
        _app.Services.GetRequiredService<IHubContext<FakeHub, IChatClient>>().Clients.Group(change.Room).ReadCursorChanged(change);

    /// <summary>Stores the message, and pushes it unless the test says otherwise.</summary>
    public async Task PostAsync(string room, int count, bool push = true, Func<long, string>? text = null)
    {
        text ??= revision => $"text {revision}";
        for (var i = 0; i < count; i++)
        {
            var post = new SendMessageRequest
            {
                Room = room,
                MessageId = Guid.CreateVersion7().ToString(),
                Text = text(Room(room).Head + 1),
            };
            var (_, update) = Room(room).Send(post, "poster");
            if (push)
                await PushAsync(update!);
        }
    }

    public Task EndSessionsAsync(SessionEnd ending) =>
        _app.Services.GetRequiredService<IHubContext<FakeHub, IChatClient>>().Clients.All.SessionEnding(ending);

    public Task RemoveAllAsync(RoomRemoval removal) =>
        _app.Services.GetRequiredService<IHubContext<FakeHub, IChatClient>>().Clients.All.RemovedFromRoom(removal);

    public Task DrainAsync(int reconnectAfterMs) =>
        _app.Services.GetRequiredService<IHubContext<FakeHub, IChatClient>>()
            .Clients.All.Draining(new() { ReconnectAfterMs = reconnectAfterMs });

    /// <summary>Breaks every connection, as a pulled cable does.</summary>
    public void BreakAll()
    {
        foreach (var context in Connections.Values)
        {
            try
            {
                Break(context);
            }
            catch (ObjectDisposedException)
            {
                // The request has ended, and the hub is about to notice it: there is nothing left to break.
            }
        }
    }

    /// <summary>Closes every connection in a way that SignalR's client treats as final.</summary>
    public void AbortAll()
    {
        foreach (var context in Connections.Values)
            context.Abort();
    }

    /// <summary>Waits for three more calls of any client, or for half a second without one.</summary>
    public async Task NextCallAsync()
    {
        using var quiet = new CancellationTokenSource(TimeSpan.FromSeconds(0.5));
        try
        {
            for (var i = 0; i < 3; i++)
                await _calls.WaitAsync(quiet.Token);
        }
        catch (OperationCanceledException)
        {
            // All clients are disconnected or done.
        }
    }

    public void Called() => _calls.Release();

    public static void Break(HubCallerContext context) => context.GetHttpContext()!.Abort();

    public async Task StopAsync() => await _app.DisposeAsync();

    /// <summary>Starts again on the same address, with the same rooms.</summary>
    public Task StartAgainAsync() => ListenAsync(Url.ToString());

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _calls.Dispose();
    }

    private async Task ListenAsync(string url)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls(url);
        builder.Services.AddRoutingCore().AddSingleton(this);
        builder.Services
            .AddSignalR(options =>
                (options.MaximumParallelInvocationsPerClient, options.KeepAliveInterval) = (4, TimeSpan.FromMilliseconds(200)))
            .AddJsonProtocol(json => json.PayloadSerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)
            .AddMessagePackProtocol();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(1));
        _app = builder.Build();
        _app.Use(GateAsync);
        _app.MapHub<FakeHub>(ChatPaths.Hub);
        _app.MapPost(
            ChatPaths.GuestToken,
            (GuestTokenRequest request) => new GuestTokenResult { AccessToken = "guest", Name = request.Name });
        await _app.StartAsync();
        Url = new(_app.Urls.First());
    }

    private Task GateAsync(HttpContext http, RequestDelegate next)
    {
        if (IsAskedByAPage(http))
            return Task.CompletedTask;
        if (http.Request.Headers.Authorization is [{ } token])
            Tokens.Enqueue(token);
        if (UnansweredUpgrade is { } unanswered && http.Request.Headers.Upgrade.Count > 0)
        {
            unanswered.TrySetResult();
            return Task.Delay(Timeout.Infinite, http.RequestAborted);
        }
        if (Status is not { } status)
            return next(http);
        http.Response.StatusCode = status;
        if (RetryAfter is { } seconds)
            http.Response.Headers.RetryAfter = $"{seconds}";
        return Task.CompletedTask;
    }

    /// <summary>Accepts a browser's page of any origin, and answers its preflight requests.</summary>
    private static bool IsAskedByAPage(HttpContext http)
    {
        if (http.Request.Headers.Origin is not [{ } origin])
            return false;
        var headers = http.Response.Headers;
        (headers.AccessControlAllowOrigin, headers.AccessControlAllowCredentials) = (origin, "true");
        headers.AccessControlAllowHeaders = http.Request.Headers.AccessControlRequestHeaders;
        return HttpMethods.IsOptions(http.Request.Method);
    }
}
