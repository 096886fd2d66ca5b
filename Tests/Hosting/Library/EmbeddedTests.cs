using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SignalRChat.Contracts;
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
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("frank", "https://elsewhere.example"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(TheirScheme.Silent, own));
        Assert.Equal(HttpStatusCode.Unauthorized, await RawUpgrade.StatusAsync(hub));

        Task<HttpStatusCode> StatusAsync(string user, string origin) =>
            RawUpgrade.StatusAsync(hub, (TheirScheme.Header, user), ("Origin", origin));
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
