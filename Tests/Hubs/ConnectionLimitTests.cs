using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using SignalRChat.Contracts;
using SignalRChat.Hubs.Delivery;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs;

public sealed class ConnectionLimitTests
{
    [Theory]
    [InlineData("CloseOldest", "json")]
    [InlineData("CloseNewest", "messagepack")]
    public async Task A_user_with_too_many_connections_loses_one_with_a_reason(string beyond, string protocol)
    {
        using var server = new ChatServer(new()
        {
            ["Chat:Limits:ConnectionsPerUser"] = "2",
            ["Chat:Limits:ConnectionLimitPolicy"] = beyond,
            ["Chat:Liveness:SweepInterval"] = "00:00:00.100",
        });
        await using var another = await server.ConnectAsync("bob");
        var guest = await server.GuestAsync("alice");
        var clients = new List<TestClient>();
        for (var i = 0; i < 2; i++)
        {
            clients.Add(await TestClient.ConnectAsync(server, guest, protocol));
            await server.RegisteredAsync(guest.UserId, least: i + 1);
        }
        clients.Add(await TestClient.ConnectAsync(server, guest, protocol));

        var lost = beyond == "CloseNewest" ? clients[2] : clients[0];
        Assert.Equal(new SessionEnd { Code = SessionEndCodes.TooManyConnections, Reconnect = false }, await lost.NextAsync<SessionEnd>());
        await lost.Closed.Task.WaitAsync(TestClient.Deadline);

        await Eventually.EqualAsync(3, () => server.Get<LocalConnections>().Count, "connections");
        foreach (var client in clients.Where(client => client != lost))
            await client.JoinAsync("lobby");
        foreach (var client in clients)
            await client.DisposeAsync();
    }

    [Fact]
    public async Task It_is_closed_as_a_matter_of_policy()
    {
        using var server = new ChatServer(new()
        {
            ["Chat:Limits:ConnectionsPerUser"] = "1",
            ["Chat:Liveness:SweepInterval"] = "00:00:00.100",
        });
        var guest = await server.GuestAsync("alice");
        using var first = await server.ConnectRawAsync(guest);
        await server.RegisteredAsync(guest.UserId, least: 1);
        using var second = await server.ConnectRawAsync(guest);

        var ending = await first.ReadUntilAsync(record => record.Contains("SessionEnding", StringComparison.Ordinal));
        Assert.Contains("too-many-connections", ending, StringComparison.Ordinal);
        Assert.Null(await first.ReadUntilAsync(_ => false));
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, first.CloseStatus);
        await second.JoinAsync("lobby");
    }

    [Fact]
    public async Task A_full_node_answers_503_and_when_to_come_again()
    {
        using var server = new ChatServer(new() { ["Chat:Limits:ConnectionsPerNode"] = "1" });
        using var http = new HttpClient { BaseAddress = server.Url };
        var guest = await server.GuestAsync("bob");
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", guest.AccessToken);
        await using (await server.ConnectAsync("alice"))
        {
            await Eventually.EqualAsync(1, () => server.Get<LocalConnections>().Count, "connections");
            using var refused = await http.PostAsync(new Uri($"{ChatPaths.Hub}/negotiate?negotiateVersion=1", UriKind.Relative), null);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.NotNull(refused.Headers.RetryAfter);
            var upgraded = await RawUpgrade.StatusAsync(RawUpgrade.Hub(server.Url, guest.AccessToken));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, upgraded);
        }
        await Eventually.EqualAsync(0, () => server.Get<LocalConnections>().Count, "connections");
        await using var bob = await TestClient.ConnectAsync(server, guest, "json");
    }
}
