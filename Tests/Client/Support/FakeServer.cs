using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SignalRChat.Contracts;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Client.Support;

/// <summary>A small server on a real socket that keeps the contract, except where a test tells it not to.</summary>
internal sealed class FakeServer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, FakeRoom> _rooms = new();
    private readonly SemaphoreSlim _calls = new(0);
    // By whether the hub has come to know it, which is a moment after its client has connected.
    private readonly ConcurrentDictionary<HttpContext, bool> _sockets = new();
    private WebApplication _app = null!;

    public Faults Faults { get; } = new();

    public ConcurrentDictionary<string, HubCallerContext> Connections { get; } = new();

    public ConcurrentQueue<JoinRoomRequest> Joins { get; } = new();

    public ConcurrentQueue<SendMessageRequest> Sends { get; } = new();

    public ConcurrentQueue<GetUpdatesRequest> Fetches { get; } = new();

    public ConcurrentQueue<string> Tokens { get; } = new();

    public int PageSize { get; set; } = ChatLimits.CatchUpPageSize;

    /// <summary>Which updates are not pushed.</summary>
    public Func<RoomUpdate, bool> Loses { get; set; } = _ => false;

    /// <summary>How often an update is pushed.</summary>
    public int Copies { get; set; } = 1;

    /// <summary>Answered to every connect, if set.</summary>
    public int? Status { get; set; }

    /// <summary>Everybody is taken in, and dropped.</summary>
    public bool DropsAtOnce { get; set; }

    /// <summary>What goes with <see cref="Status"/>, in seconds.</summary>
    public int? RetryAfter { get; set; }

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

    /// <summary>Stored, and pushed unless told otherwise.</summary>
    public async Task PostAsync(string room, int count, bool push = true, Func<long, string>? text = null)
    {
        text ??= revision => $"text {revision}";
        for (var i = 0; i < count; i++)
        {
            var (_, update) = Room(room).Send(new() { Room = room, MessageId = Guid.CreateVersion7().ToString(), Text = text(Room(room).Head + 1) }, "poster");
            if (push)
                await PushAsync(update!);
        }
    }

    public Task EndSessionsAsync(SessionEnd ending) => TellAllAsync(all => all.SessionEnding(ending));

    public Task RemoveAllAsync(RoomRemoval removal) => TellAllAsync(all => all.RemovedFromRoom(removal));

    public Task DrainAsync(int reconnectAfterMs) => TellAllAsync(all => all.Draining(new() { ReconnectAfterMs = reconnectAfterMs }));

    /// <summary>Breaks every connection, as a pulled cable does; also one that the hub does not know yet.</summary>
    public void BreakAll()
    {
        foreach (var http in _sockets.Keys)
            Break(http);
    }

    /// <summary>Closes every connection in a way that SignalR's client takes for final.</summary>
    public void AbortAll()
    {
        foreach (var context in Connections.Values)
            context.Abort();
    }

    /// <summary>Waits for three more calls of any client, or half a second without one.</summary>
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
            // Everybody is away, or done.
        }
    }

    public void Called() => _calls.Release();

    public void Connected(HubCallerContext context)
    {
        Connections[context.ConnectionId] = context;
        _sockets.TryUpdate(context.GetHttpContext()!, newValue: true, comparisonValue: false);
    }

    public static void Break(HubCallerContext context) => Break(context.GetHttpContext()!);

    public async Task StopAsync() => await _app.DisposeAsync();

    /// <summary>On the same address, with the same rooms.</summary>
    public Task StartAgainAsync() => ListenAsync(Url.ToString());

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _calls.Dispose();
    }

    private static void Break(HttpContext http)
    {
        try
        {
            http.Abort();
        }
        catch (ObjectDisposedException)
        {
            // Its request has ended, and the hub is about to hear of it: there is nothing left to break.
        }
    }

    private async Task TellAllAsync(Func<IChatClient, Task> tell)
    {
        await Eventually.TrueAsync(() => _sockets.Values.All(isKnown => isKnown), "The hub knows all who are connected");
        await tell(_app.Services.GetRequiredService<IHubContext<FakeHub, IChatClient>>().Clients.All);
    }

    private async Task ListenAsync(string url)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls(url);
        builder.Services.AddRoutingCore().AddSingleton(this);
        builder.Services.AddSignalR(options => (options.MaximumParallelInvocationsPerClient, options.KeepAliveInterval) = (4, TimeSpan.FromMilliseconds(200))).AddMessagePackProtocol();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(1));
        _app = builder.Build();
        _app.Use(GateAsync);
        _app.MapHub<FakeHub>(ChatPaths.Hub);
        _app.MapPost(ChatPaths.GuestToken, (GuestTokenRequest request) => new GuestTokenResult { AccessToken = "guest", Name = request.Name });
        await _app.StartAsync();
        Url = new(_app.Urls.First());
    }

    private async Task GateAsync(HttpContext http, RequestDelegate next)
    {
        if (IsAskedByAPage(http))
            return;
        if (http.Request.Headers.Authorization is [{ } token])
            Tokens.Enqueue(token);
        if (Status is { } status)
            Refuse(http, status);
        else if (http.Request.Headers.Upgrade.Count > 0)
            await RunSocketAsync(http, next);
        else
            await next(http);
    }

    private async Task RunSocketAsync(HttpContext http, RequestDelegate next)
    {
        _sockets[http] = false;
        try
        {
            await next(http);
        }
        finally
        {
            _sockets.TryRemove(http, out _);
        }
    }

    private void Refuse(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        if (RetryAfter is { } seconds)
            http.Response.Headers.RetryAfter = $"{seconds}";
    }

    /// <summary>Lets a browser's page of any origin in, and answers what it asks before.</summary>
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
