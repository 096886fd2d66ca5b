using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using SignalRChat.Contracts;
using SignalRChat.Services.Log;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs;

[Collection(Alone.Name)]
public sealed class LostNotificationTests
{
    private static readonly TimeSpan _promised = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData("json")]
    [InlineData("messagepack")]
    public async Task A_message_whose_notification_is_lost_arrives_within_two_seconds(string protocol)
    {
        using var server = new ChatServer();
        await using var alice = await server.ConnectAsync("alice", protocol);
        var joined = await alice.JoinAsync("lobby");
        var began = Stopwatch.GetTimestamp();

        await CommitWithoutNotificationAsync(server, alice.Guest, "hello?");

        Assert.Single(await alice.ReadThroughAsync(joined.Head, 1));
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, _promised);
    }

    /// <summary>Regression: a cancelled query ended the head reconciler for good, and with it the host.</summary>
    [Fact]
    public async Task The_reconciler_outlives_an_exception_of_the_store()
    {
        using var server = new ChatServer(services: HookedStore.Register);
        await using var alice = await server.ConnectAsync("alice");
        var joined = await alice.JoinAsync("lobby");
        var checks = 0;
        server.Get<HookedStore>().BeforeHeads = () => Interlocked.Increment(ref checks) > 1
            ? Task.CompletedTask
            : throw new OperationCanceledException("a query was given up");

        await CommitWithoutNotificationAsync(server, alice.Guest, "hello?");

        Assert.Single(await alice.ReadThroughAsync(joined.Head, 1));
        Assert.InRange(checks, 2, int.MaxValue);
    }

    /// <summary>Regression: a failed publisher made a stored message look rejected.</summary>
    [Fact]
    public async Task A_stored_message_that_cannot_be_published_is_acknowledged_and_delivered()
    {
        using var server = new ChatServer(services: services => services.AddSingleton<IRoomUpdatePublisher, Failure>());
        await using var alice = await server.ConnectAsync("alice");
        var joined = await alice.JoinAsync("lobby");

        Assert.Equal(1, (await alice.SendAsync("lobby", "hello?")).Revision);
        Assert.Single(await alice.ReadThroughAsync(joined.Head, 1));
    }

    /// <summary>Past the command queue, like the commit of another node whose notification is lost.</summary>
    private static async Task CommitWithoutNotificationAsync(ChatServer server, GuestTokenResult guest, string text)
    {
        var author = new ChatUser { UserId = guest.UserId, Name = "alice" };
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var committed = await server.Get<IMessageStore>().CommitAsync(
            [new PostCommand("lobby", author, TestClient.NewId(), text, ReplyTo: null)], now, CancellationToken.None);
        Assert.Null(committed.Results[0].RefusalCode);
    }

    private sealed class Failure : IRoomUpdatePublisher
    {
        public void Publish(UpdateFrame frame) => throw new InvalidOperationException("a defect");
    }
}
