using System.Net;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SignalRChat.Auth.Tokens;
using SignalRChat.Contracts;
using SignalRChat.Hubs;
using SignalRChat.Hubs.Transport.Sockets;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs.Transport.Sockets;

/// <summary>
/// The limits on connections apply after the hub's handshake. Before it a user may have only a few WebSockets.
/// </summary>
public sealed class PendingHandshakeTests
{
    private const int Most = 3;

    private readonly FakeTimeProvider _time = new();

    /// <summary>Regression: one user opened 15,000 WebSockets without a handshake.</summary>
    [Fact]
    public async Task Beyond_a_few_WebSockets_without_a_handshake_an_upgrade_waits_for_its_turn()
    {
        using var server = new ChatServer(new() { ["Chat:Sockets:Handshakes"] = $"{Most}" });
        var guest = await server.GuestAsync("alice");
        var idle = await Task.WhenAll(Enumerable.Range(0, Most).Select(_ => server.ConnectRawAsync(guest, handshake: false)));

        var next = server.ConnectRawAsync(guest);
        await server.GuestAsync("bob");
        Assert.False(next.IsCompleted);

        idle[0].Dispose();
        using var connected = await next.WaitAsync(TestClient.Deadline);
        Assert.NotEqual(default, await connected.JoinAsync("lobby"));
        Array.ForEach(idle, one => one.Dispose());
    }

    /// <summary>A rejection of one client is not a 503, because a proxy may count that as a failure of the node.</summary>
    [Fact]
    public async Task An_upgrade_that_has_waited_too_long_is_answered_429_with_a_code_and_a_time()
    {
        using var server = new ChatServer(new() { ["Chat:Sockets:Handshakes"] = "1", ["Chat:Liveness:HandshakeTimeout"] = "00:00:01" });
        var guest = await server.GuestAsync("alice");
        var held = await server.Get<PendingHandshakes>().EnterAsync(Request(guest.UserId, "192.0.2.1"));
        using var http = new HttpClient { BaseAddress = server.Url, Timeout = TestClient.Deadline };
        using var upgrade = new HttpRequestMessage(HttpMethod.Get, ChatPaths.Hub)
        {
            Headers =
            {
                { "Authorization", $"Bearer {guest.AccessToken}" },
                { "Connection", "Upgrade" },
                { "Upgrade", "websocket" },
                { "Sec-WebSocket-Version", "13" },
                { "Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==" },
            },
        };

        using var refused = await http.SendAsync(upgrade);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(5), refused.Headers.RetryAfter?.Delta);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType?.MediaType);
        var problem = await refused.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(ChatErrorCodes.RateLimited, problem.GetProperty("code").GetString());
        held!.End();
    }

    [Fact]
    public async Task A_crowd_that_comes_at_once_from_one_address_is_let_in_whole()
    {
        using var server = new ChatServer(new() { ["Chat:Sockets:Handshakes"] = $"{Most}" });

        var clients = await Task.WhenAll(Enumerable.Range(0, 8 * Most).Select(i => server.ConnectAsync($"user{i}")));

        Assert.All(clients, client => Assert.NotNull(client.Connection.ConnectionId));
        foreach (var client in clients)
            await client.DisposeAsync();
    }

    [Fact]
    public async Task One_that_has_waited_as_long_as_a_handshake_may_take_gets_no_place()
    {
        var handshakes = Handshakes(1);
        var first = (await handshakes.EnterAsync(Request("alice", "192.0.2.1")))!;
        var sameUser = handshakes.EnterAsync(Request("alice", "192.0.2.2"));
        var sameAddress = handshakes.EnterAsync(Request("bob", "192.0.2.1"));
        Assert.NotNull(await handshakes.EnterAsync(Request("carol", "192.0.2.3")));

        _time.Advance(new LivenessOptions().HandshakeTimeout);

        Assert.Null(await sameUser.WaitAsync(TestClient.Deadline));
        Assert.Null(await sameAddress.WaitAsync(TestClient.Deadline));
        first.End();
        first.End();
        Assert.NotNull(await handshakes.EnterAsync(Request("bob", "192.0.2.1")));
    }

    /// <summary>Regression: a few guests behind one NAT with silent WebSockets blocked all others of the address.</summary>
    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1")]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::2")]
    public async Task A_place_of_an_address_goes_to_the_user_who_has_the_fewest(string address, string sameNetwork)
    {
        string[] greedy = ["mallory", "trudy", "mallory", "trudy"];
        var handshakes = Handshakes(greedy.Length);
        var held = new Queue<PendingHandshake>();
        foreach (var user in greedy)
            held.Enqueue((await handshakes.EnterAsync(Request(user, address)))!);
        var more = new[] { "mallory", "trudy", "trudy" }.Select(user => handshakes.EnterAsync(Request(user, address))).ToArray();
        var (alice, bob) = (handshakes.EnterAsync(Request("alice", sameNetwork)), handshakes.EnterAsync(Request("bob", sameNetwork)));
        Assert.False(alice.IsCompleted);
        Assert.NotNull(await handshakes.EnterAsync(Request("carol", "2001:db8:1:3::1")));

        held.Dequeue().End();
        var first = await alice.WaitAsync(TestClient.Deadline);
        held.Dequeue().End();
        var second = await bob.WaitAsync(TestClient.Deadline);

        Assert.DoesNotContain(more, waiting => waiting.IsCompleted);
        first!.End();
        Assert.NotNull(await more[0].WaitAsync(TestClient.Deadline));
        second!.End();
        Assert.NotNull(await (await Task.WhenAny(more[1..])).WaitAsync(TestClient.Deadline));
    }

    [Fact]
    public async Task A_place_is_not_given_to_one_that_gave_up()
    {
        var handshakes = Handshakes(1);
        var held = (await handshakes.EnterAsync(Request("alice", "192.0.2.1")))!;
        using var gone = new CancellationTokenSource();
        var left = Request("bob", "192.0.2.1");
        left.RequestAborted = gone.Token;
        var (leaving, waiting) = (handshakes.EnterAsync(left), handshakes.EnterAsync(Request("carol", "192.0.2.1")));

        await gone.CancelAsync();
        Assert.Null(await leaving.WaitAsync(TestClient.Deadline));
        held.End();
        (await waiting.WaitAsync(TestClient.Deadline))!.End();

        Assert.NotNull(await handshakes.EnterAsync(Request("bob", "192.0.2.1")));
    }

    private PendingHandshakes Handshakes(int most) =>
        new(Options.Create(new SocketOptions { Handshakes = most }), Options.Create(new LivenessOptions()), _time);

    private static DefaultHttpContext Request(string userId, string address) => new()
    {
        User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(TokenClaims.UserId, userId)], "test")),
        Connection = { RemoteIpAddress = IPAddress.Parse(address) },
    };
}
