using System.Net;
using Microsoft.AspNetCore.Http.Connections;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs;

/// <summary>WebSockets, and the transports that the configuration can add.</summary>
public sealed class TransportTests
{
    private static readonly Dictionary<string, string?> _allOpen = new()
    {
        ["Chat:Transports:LongPolling"] = "true",
        ["Chat:Transports:ServerSentEvents"] = "true",
    };

    [Theory]
    [InlineData(HttpTransportType.LongPolling)]
    [InlineData(HttpTransportType.ServerSentEvents)]
    public async Task Only_WebSockets_are_open_unless_configured(HttpTransportType transport)
    {
        using var server = new ChatServer();
        var guest = await server.GuestAsync("alice");

        await Assert.ThrowsAnyAsync<Exception>(() => TestClient.ConnectAsync(server, guest, "json", transport: transport));

        await using var alice = await TestClient.ConnectAsync(server, guest, "json", transport: HttpTransportType.WebSockets);
        await alice.JoinAsync("lobby");
    }

    [Theory]
    [InlineData(HttpTransportType.LongPolling, "json")]
    [InlineData(HttpTransportType.LongPolling, "messagepack")]
    [InlineData(HttpTransportType.ServerSentEvents, "json")]
    public async Task Messages_flow_over_a_transport_that_is_configured(HttpTransportType transport, string protocol)
    {
        using var server = new ChatServer(_allOpen);
        await using var alice = await TestClient.ConnectAsync(server, await server.GuestAsync("alice"), protocol, transport: transport);
        await using var bob = await server.ConnectAsync("bob");
        await alice.JoinAsync("lobby");
        await bob.JoinAsync("lobby");

        await bob.SendAsync("lobby", "one");
        await alice.SendAsync("lobby", "two");

        Assert.Equal(["one", "two"], (await alice.ReadThroughAsync(0, 2)).Select(message => message.Text));
    }

    [Fact]
    public async Task A_request_on_another_users_connection_is_refused()
    {
        using var server = new ChatServer(_allOpen);
        using var alice = await PollingClient.OpenAsync(server, await server.GuestAsync("alice"));
        using var mallory = PollingClient.Http(server, await server.GuestAsync("mallory"));

        // With a second value SignalR still reads the same id.
        var methods = new[] { HttpMethod.Post, HttpMethod.Get, HttpMethod.Delete };
        var calls = methods.SelectMany(_ => new[] { "", "&id=", "&ID=" }, (method, more) => (method, more));
        foreach (var (method, more) in calls)
        {
            using var request = new HttpRequestMessage(method, alice.Address + more);
            using var answer = await mallory.SendAsync(request).WaitAsync(TestClient.Deadline);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }
        Assert.Equal(HttpStatusCode.OK, await alice.PostAsync("{\"type\":6}"));
    }

    [Fact]
    public async Task A_malformed_frame_ends_a_polling_connection_with_the_reason()
    {
        using var server = new ChatServer(_allOpen);
        using var alice = await PollingClient.OpenAsync(server, await server.GuestAsync("alice"));

        await alice.PostAsync("hello");

        Assert.Contains("\"code\":\"malformed-frame\",\"reconnect\":false", await alice.ReadToEndAsync(), StringComparison.Ordinal);
    }
}
