using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SignalRChat.Contracts;
using SignalRChat.Services.RateLimiting;
using SignalRChat.Tests.Client.Support;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs;

/// <summary>A user above a rate receives a delay, and loses nothing.</summary>
public sealed class UserRateTests : IDisposable
{
    private const string Room = "lobby";

    // The clock of the rate limits does not move, so that none refills while a slow machine connects.
    private static readonly FakeTimeProvider _still = new();

    private readonly ChatServer _server = new(
        new() { ["Chat:RateLimits:Messages:PerSecond"] = "1", ["Chat:RateLimits:Messages:Burst"] = "2" },
        services => services
            .AddSingleton(provider => new RateLimits(provider.GetRequiredService<IOptions<RateLimitOptions>>(), _still))
            .AddSingleton(provider => new UserRateLimiters(provider.GetRequiredService<RateLimits>(), _still)));

    public static TheoryData<string> Protocols => ["json", "messagepack"];

    public void Dispose() => _server.Dispose();

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task On_all_connections_together(string protocol)
    {
        var guest = await _server.GuestAsync("alice");
        await using var one = await TestClient.ConnectAsync(_server, guest, protocol);
        await one.JoinAsync(Room);
        await one.SendAsync(Room, "one");
        await one.SendAsync(Room, "two");

        await using var two = await TestClient.ConnectAsync(_server, guest, protocol);
        await two.JoinAsync(Room);
        var refused = await Assert.ThrowsAsync<HubException>(() => two.SendAsync(Room, "three"));

        Assert.Matches("HubException: rate-limited: .* Retry after [0-9]+ ms\\.$", refused.Message);
    }

    [Fact]
    public async Task Others_are_not_concerned()
    {
        await using var alice = await _server.ConnectAsync("alice");
        await alice.JoinAsync(Room);
        await alice.SendAsync(Room, "one");
        await alice.SendAsync(Room, "two");
        await Assert.ThrowsAsync<HubException>(() => alice.SendAsync(Room, "three"));

        await using var bob = await _server.ConnectAsync("bob");
        await bob.JoinAsync(Room);
        await bob.SendAsync(Room, "three");
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Every_method_has_a_rate(string protocol)
    {
        await using var alice = await _server.ConnectAsync("alice", protocol);

        foreach (var method in typeof(IChatHub).GetMethods())
        {
            var request = Activator.CreateInstance(method.GetParameters()[0].ParameterType)!;
            // An empty request is valid for some.
            var refused = await Record.ExceptionAsync(() => alice.CallAsync(method.Name, request));
            Assert.True(refused is null or HubException, refused?.Message);
            Assert.DoesNotContain(ChatErrorCodes.InternalError, refused?.Message ?? "", StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_client_waits_and_sends_all_the_same_in_order()
    {
        using var server = new ChatServer(new()
        {
            ["Chat:RateLimits:Messages:PerSecond"] = "20",
            ["Chat:RateLimits:Messages:Burst"] = "1",
        });
        var guest = await server.GuestAsync("alice");
        await using var alice = new AppClient(new()
        {
            Url = server.Url,
            AccessTokenProvider = _ => Task.FromResult<string?>(guest.AccessToken),
        });
        await alice.Chat.ConnectAsync().WaitAsync(TestClient.Deadline);
        await alice.Chat.JoinAsync(Room).WaitAsync(TestClient.Deadline);

        var sends = Enumerable.Range(1, 8).Select(n => alice.Chat.SendAsync(Room, $"{n}"));
        var answers = await Task.WhenAll(sends).WaitAsync(TestClient.Deadline);

        Assert.Equal(Enumerable.Range(1, 8).Select(n => (long)n), answers.Select(answer => answer.Sequence));
    }
}
