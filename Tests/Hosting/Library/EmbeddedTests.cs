using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SignalRChat.Contracts;
using SignalRChat.Hosting;
using SignalRChat.Hosting.Library;
using SignalRChat.Hubs.Delivery;
using SignalRChat.Tests.Client.Support;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hosting.Library;

/// <summary>Users chat in another app, below a prefix, beside the app's own hub, endpoints and users.</summary>
public sealed class EmbeddedTests
{
    private const string Key = "key-of-the-backend";

    /// <summary>The app with the chat in it, whose settings are in a section of the app's.</summary>
    internal static WebApplicationBuilder WithChat(
        TempDirectory data, Dictionary<string, string?>? settings = null, Action<SignalRChatBuilder>? configure = null)
    {
        Dictionary<string, string?> all = new(settings ?? [])
        {
            ["Storage:DataDirectory"] = data,
            ["Chat:Rooms:Create"] = "Anyone",
            ["Chat:Drain:Window"] = "00:00:00",
        };
        if (configure is null)
            all["Authentication:Guests:Enabled"] = "true";
        var builder = SomebodysApp.CreateBuilder(all.ToDictionary(one => $"{SomebodysApp.Section}:{one.Key}", one => one.Value));
        builder.Services.AddSignalRChat(builder.Configuration.GetSection(SomebodysApp.Section), configure);
        return builder;
    }

    [Fact]
    public async Task Guests_chat_beside_the_apps_own_hub_and_a_stop_drains_them()
    {
        using var data = new TempDirectory();
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Key)));
        await using var app = await SomebodysApp.StartAsync(WithChat(data, new()
        {
            ["Api:Keys:backend:Sha256"] = hash,
            ["Api:Keys:backend:Scopes"] = "read",
            ["Chat:Transports:LongPolling"] = "true",
        }));
        var guest = await Guests.SignInAsync(app.Chat, "alice");
        await using var alice = new AppClient(
            new() { Url = app.Chat, AccessTokenProvider = _ => Task.FromResult<string?>(guest.AccessToken) });
        await alice.Chat.ConnectAsync().WaitAsync(TestClient.Deadline);
        await alice.Chat.JoinAsync("lobby").WaitAsync(TestClient.Deadline);
        await using var bob = await TestClient.ConnectAsync(
            app.Url, await Guests.SignInAsync(app.Chat, "bob"), "messagepack", prefix: "/chat");
        await bob.JoinAsync("lobby");
        await using var carol = await TestClient.ConnectAsync(
            app.Url, await Guests.SignInAsync(app.Chat, "carol"), "json", transport: HttpTransportType.LongPolling, prefix: "/chat");
        await carol.JoinAsync("lobby");
        await using var theirs = await ConnectToTheirsAsync(app);

        var sent = await alice.Chat.SendAsync("lobby", "from alice").WaitAsync(TestClient.Deadline);
        await bob.SendAsync("lobby", "from bob");

        Assert.Equal("from alice", Assert.Single(await bob.ReadThroughAsync(0, sent.Revision)).Text);
        Assert.Equal("from alice", Assert.Single(await carol.ReadThroughAsync(0, sent.Revision)).Text);
        await alice.UntilAsync(() => alice.Messages.Values.Any(message => message is { Name: "bob", Text: "from bob" }));
        var echo = await theirs.InvokeAsync<TheirAnswer>("Echo", "hello").WaitAsync(TestClient.Deadline);
        Assert.Equal(new TheirAnswer("hello", "their carol"), echo);
        await AssertAnswersAsync(app);

        await app.App.StopAsync().WaitAsync(TestClient.Deadline);

        Assert.Equal(SessionEndCodes.ServerStopping, (await bob.NextAsync<SessionEnd>()).Code);
    }

    [Fact]
    public async Task An_authorization_without_effect_is_refused_where_the_app_asks_for_it()
    {
        using var data = new TempDirectory();
        await using var app = WithChat(data).Build();
        app.MapSignalRChat("/chat").RequireAuthorization("talkers");

        var refused = Assert.Throws<InvalidOperationException>(
            () => ((IEndpointRouteBuilder)app).DataSources.Sum(source => source.Endpoints.Count));

        Assert.Contains("UseAppAuthentication(policy)", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_apps_users_chat_with_the_apps_own_sign_in()
    {
        using var data = new TempDirectory();
        await using var app = await SomebodysApp.StartAsync(WithChat(
            data, new() { ["Chat:Drain:ReadinessDelay"] = "00:00:20" }, chat => chat.UseAppAuthentication("talkers")));
        var hub = RawUpgrade.Hub(app.Url, path: $"/chat{ChatPaths.Hub}");

        await using var dora = await TestClient.ConnectAsync(app.Url, new() { AccessToken = "theirs-dora" }, "json", prefix: "/chat");
        await dora.JoinAsync("lobby");
        var sent = await dora.SendAsync("lobby", "hello");
        var again = await dora.CallAsync<ReauthenticateResult>(
            nameof(IChatHub.Reauthenticate), new ReauthenticateRequest { AccessToken = "theirs-dora" });

        var message = Assert.Single(await dora.ReadThroughAsync(0, sent.Revision));
        Assert.Equal(("id-dora", "dora"), (message.UserId, message.Name));
        Assert.True(again.ExpiresAt > 0);
        Assert.Single(app.Log.GetSnapshot(), line => line.Id.Id == 101);
        await AssertRefusedAsync(dora, "theirs-emil", ChatErrorCodes.Forbidden);
        await AssertRefusedAsync(dora, "nobody", ChatErrorCodes.InvalidToken);
        var own = app.Url.GetLeftPart(UriPartial.Authority);
        Assert.Equal(HttpStatusCode.SwitchingProtocols, await StatusAsync("frank", own));
        var withQuery = RawUpgrade.Hub(app.Url, "theirs-frank", hub.AbsolutePath);
        Assert.Equal(HttpStatusCode.SwitchingProtocols, await RawUpgrade.StatusAsync(withQuery));
        // The app's middleware found frank, and the token is stronger.
        var silent = RawUpgrade.Hub(app.Url, $"theirs-{TheirScheme.Silent}", hub.AbsolutePath);
        Assert.Equal(HttpStatusCode.Unauthorized, await RawUpgrade.StatusAsync(silent, (TheirScheme.Header, "frank")));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("frank", "https://elsewhere.example"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(TheirScheme.Silent, own));
        Assert.Equal(HttpStatusCode.Unauthorized, await RawUpgrade.StatusAsync(hub));

        Task<HttpStatusCode> StatusAsync(string user, string origin) =>
            RawUpgrade.StatusAsync(hub, (TheirScheme.Header, user), ("Origin", origin));
    }

    [Fact]
    public async Task An_app_without_a_default_scheme_knows_its_users_but_no_token()
    {
        using var data = new TempDirectory();
        var builder = WithChat(data, configure: chat => chat.UseAppAuthentication());
        builder.Services.AddAuthentication(schemes => schemes.DefaultScheme = null).AddCookie();
        await using var app = await SomebodysApp.StartAsync(builder, compose: app => app.Use((context, next) =>
        {
            if (context.Request.Cookies["who"] is { } name)
                context.User = new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, name), new(ClaimTypes.Name, name)], "Own"));
            return next(context);
        }));
        var hub = RawUpgrade.Hub(app.Url, path: $"/chat{ChatPaths.Hub}");
        (string, string?) cookie = ("Cookie", "who=anna");

        Assert.Equal(HttpStatusCode.Unauthorized, await RawUpgrade.StatusAsync(hub));
        Assert.Equal(HttpStatusCode.Unauthorized, await RawUpgrade.StatusAsync(hub, cookie, ("Authorization", "Bearer theirs-bert")));
        Assert.Equal(
            HttpStatusCode.Unauthorized, await RawUpgrade.StatusAsync(RawUpgrade.Hub(app.Url, "theirs-bert", hub.AbsolutePath), cookie));
        var cookies = new CookieContainer();
        cookies.Add(app.Url, new Cookie("who", "anna"));
        await using var anna = await TestClient.ConnectAsync(
            app.Url, new(), "json", transport: HttpTransportType.WebSockets, prefix: "/chat",
            configure: http => (http.AccessTokenProvider, http.Cookies) = (null, cookies));
        await anna.JoinAsync("lobby");
        var sent = await anna.SendAsync("lobby", "hello");
        Assert.Equal("anna", Assert.Single(await anna.ReadThroughAsync(0, sent.Revision)).UserId);
        await AssertRefusedAsync(anna, "theirs-bert", ChatErrorCodes.InvalidToken);
    }

    [Theory]
    [InlineData("Chat:Limits:TextLength", "0", "Chat:Limits:TextLength is 0; expected 1 to 100000.")]
    [InlineData("Chat:Limits:TextLenght", "9", "Chat:Limits:TextLenght is not a setting; the nearest one is Chat:Limits:TextLength.")]
    [InlineData("Authentication:Guests:Enabled", "false", "No sign-in is configured")]
    public async Task A_bad_setting_stops_the_start_with_its_sentence(string key, string value, string sentence)
    {
        using var data = new TempDirectory();
        var builder = WithChat(data);
        builder.Configuration[$"{SomebodysApp.Section}:{key}"] = value;

        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(() => SomebodysApp.StartAsync(builder));

        Assert.StartsWith(sentence, Assert.Single(refusal.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_that_cannot_be_made_stops_the_start()
    {
        using var data = new TempDirectory();
        var builder = WithChat(data, configure: chat => chat.UseAppAuthentication().UseMessagePolicy<NeedsWhatTheAppLacks>());

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => SomebodysApp.StartAsync(builder));

        Assert.Contains(nameof(ICalendar), refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_start_warns_of_a_chat_without_a_path_and_of_tokens_in_the_apps_log()
    {
        using var data = new TempDirectory();
        await using var unmapped = WithChat(data).Build();
        await unmapped.StartAsync().WaitAsync(TestClient.Deadline);
        Assert.Equal([103, 104], Warnings(unmapped.Services));
        await unmapped.StopAsync().WaitAsync(TestClient.Deadline);

        var builder = WithChat(data);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        await using var mapped = await SomebodysApp.StartAsync(builder);
        Assert.Empty(Warnings(mapped.App.Services));

        static IEnumerable<int> Warnings(IServiceProvider app) => app.GetFakeLogCollector().GetSnapshot()
            .Where(line => line.Category == typeof(EmbeddedChat).FullName && line.Level == LogLevel.Warning)
            .Select(line => line.Id.Id);
    }

    /// <summary>It is known only when the app serves already: the address is taken.</summary>
    [Theory]
    [InlineData(BackgroundServiceExceptionBehavior.StopHost, false)]
    [InlineData(BackgroundServiceExceptionBehavior.StopHost, true)]
    [InlineData(BackgroundServiceExceptionBehavior.Ignore, false)]
    [InlineData(BackgroundServiceExceptionBehavior.Ignore, true)]
    public async Task A_chat_that_cannot_start_stops_the_app_like_any_background_service(
        BackgroundServiceExceptionBehavior behavior, bool cleanUpFails)
    {
        using var data = new TempDirectory();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var builder = WithChat(data, new()
        {
            ["Api:Url"] = $"http://{taken.LocalEndpoint}",
            ["Api:Keys:backend:Sha256"] = new string('A', 64),
            ["Api:Keys:backend:Scopes"] = "read",
        });
        builder.Services.Configure<HostOptions>(host => host.BackgroundServiceExceptionBehavior = behavior);
        var section = builder.Configuration.GetSection(SomebodysApp.Section);
        if (cleanUpFails)
            builder.Services.AddSingleton(app => new EmbeddedChat(app, () => new FailsAtStop(EmbeddedServer.Build(app, section, new()))));
        await using var app = await SomebodysApp.StartAsync(builder);

        Assert.Equal(cleanUpFails, app.Log.GetSnapshot().Any(line => line.Id.Id == 105));
        var line = Assert.Single(app.Log.GetSnapshot(), line => line.Id.Id == 102);
        Assert.Contains($"Api:Url is http://{taken.LocalEndpoint}", line.Message, StringComparison.Ordinal);
        if (behavior == BackgroundServiceExceptionBehavior.StopHost)
        {
            await Assert.ThrowsAsync<ListenRefusal>(() => app.App.WaitForShutdownAsync().WaitAsync(TestClient.Deadline));
            return;
        }
        using var http = new HttpClient { BaseAddress = app.Url, Timeout = TestClient.Deadline };
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/me")).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.GetAsync("/chat/health/ready")).StatusCode);
        await app.App.StopAsync().WaitAsync(TestClient.Deadline);
    }

    /// <summary>Regression: the drain ran in a callback of the app's stop, and those registered before waited for its end.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stop_runs_the_apps_callbacks_first_and_drains_within_the_apps_time(bool isAskedBefore)
    {
        using var data = new TempDirectory();
        var builder = WithChat(data, new() { ["Chat:Drain:ReadinessDelay"] = "00:00:50" });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(4));
        LocalConnections? connections = null;
        var atCallback = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var app = await SomebodysApp.StartAsync(
            builder,
            compose: app => app.Lifetime.ApplicationStopping.Register(() => atCallback.TrySetResult(connections!.Count)));
        connections = app.Embedded.Services.GetRequiredService<LocalConnections>();
        var guest = await Guests.SignInAsync(app.Chat, "alice");
        using var alice = await RawClient.ConnectAsync(RawUpgrade.Hub(app.Url, path: $"/chat{ChatPaths.Hub}"), guest.AccessToken);
        await Eventually.EqualAsync(1, () => connections.Count, "connections of the hub");
        using var http = new HttpClient { BaseAddress = app.Url, Timeout = TestClient.Deadline };

        var end = alice.ReadToEndAsync();
        if (isAskedBefore)
            _ = Task.Run(app.App.Lifetime.StopApplication);
        var stopping = Task.Run(() => app.App.StopAsync());

        Assert.Equal(1, await atCallback.Task.WaitAsync(TestClient.Deadline));
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/me")).StatusCode);
        await end;
        Assert.Equal((WebSocketCloseStatus.EndpointUnavailable, SessionEndCodes.ServerStopping), (alice.CloseStatus, alice.CloseReason));
        await stopping.WaitAsync(TestClient.Deadline);
    }

    /// <summary>The app's answers are as without the chat, and the chat's are its own.</summary>
    private static async Task AssertAnswersAsync(SomebodysApp app)
    {
        using var http = new HttpClient { BaseAddress = app.Url, Timeout = TestClient.Deadline };
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/me")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/auth/guest")).StatusCode);
        Assert.Equal("live", await http.GetStringAsync("/chat/health/live"));
        Assert.Equal("ready", await http.GetStringAsync("/chat/health/ready"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/chat/api/v1/rooms/lobby")).StatusCode);

        using var asBackend = new HttpRequestMessage(HttpMethod.Get, "/chat/api/v1/rooms/lobby");
        asBackend.Headers.Authorization = new("Bearer", Key);
        using var room = await http.SendAsync(asBackend);
        Assert.Equal((HttpStatusCode.OK, true), (room.StatusCode, room.Headers.Contains("X-Theirs")));
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/chat/api/v1/openapi.json")).StatusCode);

        http.DefaultRequestHeaders.Add(TheirScheme.Header, "carol");
        Assert.Equal("""{"Name":"carol","By":"Theirs"}""", await http.GetStringAsync("/me"));
    }

    /// <summary>The host of a chat, one of whose services cannot be stopped.</summary>
    private sealed class FailsAtStop(IHost chat) : IHost, IAsyncDisposable
    {
        public IServiceProvider Services => chat.Services;

        public Task StartAsync(CancellationToken cancellationToken) => chat.StartAsync(cancellationToken);

        public async Task StopAsync(CancellationToken cancellationToken)
        {
            await chat.StopAsync(cancellationToken);
            throw new InvalidOperationException("It was never started.");
        }

        public void Dispose() => chat.Dispose();

        public ValueTask DisposeAsync() => ((IAsyncDisposable)chat).DisposeAsync();
    }

    private interface ICalendar;

    private sealed class NeedsWhatTheAppLacks(ICalendar calendar) : IMessagePolicy
    {
        public ValueTask<MessageDecision> DecideAsync(MessageDraft draft, CancellationToken cancellationToken) =>
            throw new NotSupportedException($"{calendar}");
    }

    private static async Task<HubConnection> ConnectToTheirsAsync(SomebodysApp app)
    {
        var connection = new HubConnectionBuilder()
            .WithUrl(new Uri(app.Url, "/theirs"), options => options.Headers.Add(TheirScheme.Header, "carol"))
            .AddJsonProtocol(json => json.PayloadSerializerOptions.PropertyNamingPolicy = null)
            .Build();
        await connection.StartAsync().WaitAsync(TestClient.Deadline);
        return connection;
    }

    private static async Task AssertRefusedAsync(TestClient client, string token, string code)
    {
        var refused = await Assert.ThrowsAsync<Microsoft.AspNetCore.SignalR.HubException>(() => client.CallAsync<ReauthenticateResult>(
            nameof(IChatHub.Reauthenticate), new ReauthenticateRequest { AccessToken = token }));
        Assert.Contains($"{code}:", refused.Message, StringComparison.Ordinal);
    }
}
