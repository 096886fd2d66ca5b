using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Connections;
using SignalRChat.Contracts;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs;

/// <summary>WebSockets, and the transports that configuration can add.</summary>
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
        using var alice = Http(server, await server.GuestAsync("alice"));
        using var mallory = Http(server, await server.GuestAsync("mallory"));
        var connection = await OpenAsync(alice);

        // With a second value SignalR still reads the same id.
        var calls = new[] { HttpMethod.Post, HttpMethod.Get, HttpMethod.Delete }.SelectMany(_ => new[] { "", "&id=", "&ID=" }, (method, more) => (method, more));
        foreach (var (method, more) in calls)
        {
            using var request = new HttpRequestMessage(method, connection + more);
            using var answer = await mallory.SendAsync(request).WaitAsync(TestClient.Deadline);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }
        using var own = await alice.PostAsync(connection, new StringContent("{\"type\":6}\u001e")).WaitAsync(TestClient.Deadline);
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
    }

    private static HttpClient Http(ChatServer server, GuestTokenResult guest)
    {
        var http = new HttpClient { BaseAddress = server.Url };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", guest.AccessToken);
        return http;
    }

    /// <summary>Opens a connection on long polling by hand, and gives the address of its requests: whoever has it could speak on it.</summary>
    private static async Task<string> OpenAsync(HttpClient http)
    {
        using var negotiated = await http.PostAsync(ChatPaths.Hub + "/negotiate?negotiateVersion=1", content: null);
        var token = (await negotiated.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("connectionToken").GetString();
        var address = $"{ChatPaths.Hub}?id={Uri.EscapeDataString(token!)}";
        using var opened = await http.GetAsync(address);
        using var handshake = new StringContent("{\"protocol\":\"json\",\"version\":1}\u001e", Encoding.UTF8);
        using var said = await http.PostAsync(address, handshake);
        using var answer = await http.GetAsync(address);
        Assert.StartsWith("{}", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        return address;
    }
}
