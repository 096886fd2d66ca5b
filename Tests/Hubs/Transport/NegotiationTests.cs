using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using SignalRChat.Contracts;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs.Transport;

/// <summary>A negotiate binds nothing: any node takes the WebSocket, with an id of any node or without.</summary>
public sealed class NegotiationTests(NegotiationTests.Served served) : IClassFixture<NegotiationTests.Served>
{
    private ChatServer Server => served.Server;

    [Theory]
    [InlineData("?negotiateVersion=1", 1)]
    [InlineData("?negotiateVersion=2", 1)]
    [InlineData("?negotiateVersion=0", 0)]
    [InlineData("", 0)]
    public async Task Its_answer_has_the_form_that_clients_expect(string query, int version)
    {
        var (answer, again) = (await NegotiateAsync(Server, query), await NegotiateAsync(Server, query));

        Assert.Equal(version, answer.GetProperty("negotiateVersion").GetInt32());
        Assert.Equal(version > 0, answer.TryGetProperty("connectionToken", out var token));
        var transport = Assert.Single(answer.GetProperty("availableTransports").EnumerateArray());
        Assert.Equal("WebSockets", transport.GetProperty("transport").GetString());
        Assert.Equal(["Text", "Binary"], transport.GetProperty("transferFormats").EnumerateArray().Select(format => format.GetString()));
        string?[] ids = [Id(answer), Id(again), .. version > 0 ? new[] { token.GetString() } : []];
        Assert.All(ids, id => Assert.Equal(22, id?.Length));
        Assert.Distinct(ids);
    }

    [Fact]
    public async Task A_client_negotiates_with_one_node_and_connects_to_another()
    {
        using var other = new ChatServer();
        var token = (await NegotiateAsync(other, "?negotiateVersion=1")).GetProperty("connectionToken").GetString();

        await AssertTalksAsync($"?id={token}");
    }

    [Fact]
    public async Task Two_clients_connect_with_one_id_and_are_two_connections()
    {
        var (one, other) = (await ConnectAsync("?id=same"), await ConnectAsync("?id=same"));
        using (one)
        using (other)
        {
            Assert.NotEqual(default, await one.JoinAsync("pair"));
            Assert.NotEqual(default, await other.JoinAsync("pair"));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("?id=")]
    [InlineData("?id=unknown")]
    [InlineData("?id=a&id=b")]
    public Task A_client_connects_with_any_id_or_none(string query) => AssertTalksAsync(query);

    [Theory]
    [InlineData("GET", "", HttpStatusCode.BadRequest)]
    [InlineData("POST", "?id=unknown", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/negotiate", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/other", HttpStatusCode.NotFound)]
    public async Task Other_requests_are_refused(string method, string rest, HttpStatusCode status)
    {
        using var http = PollingClient.Http(Server, await Server.GuestAsync("curious"));
        using var request = new HttpRequestMessage(new HttpMethod(method), ChatPaths.Hub + rest);
        using var answer = await http.SendAsync(request).WaitAsync(TestClient.Deadline);

        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task Without_a_token_no_WebSocket_is_opened_and_no_negotiate_answered()
    {
        using var http = new HttpClient { BaseAddress = Server.Url };
        using var answer = await http.PostAsync(new Uri(ChatPaths.Hub + "/negotiate", UriKind.Relative), null);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, await RawUpgrade.StatusAsync(Server.Hub));
    }

    /// <summary>Over TLS, with HTTP/1.1 (an upgrade) and with HTTP/2 (an extended CONNECT).</summary>
    [Fact]
    public async Task A_WebSocket_is_opened_over_TLS_with_either_version_of_HTTP()
    {
        using var key = ECDsa.Create();
        var subject = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = subject.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        using var server = new ChatServer(services: services => services.Configure<KestrelServerOptions>(
            kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.UseHttps(certificate))));
        var guest = server.Guest("alice", TimeSpan.FromMinutes(5));
        using var http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            SslOptions =
            {
                RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == certificate.GetCertHashString(),
            },
        });

        foreach (var version in (Version[])[HttpVersion.Version11, HttpVersion.Version20])
        {
            using var socket = new ClientWebSocket();
            socket.Options.HttpVersion = version;
            socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
            socket.Options.SetRequestHeader("Authorization", $"Bearer {guest.AccessToken}");
            var hub = new UriBuilder(new Uri(server.Url, ChatPaths.Hub)) { Scheme = Uri.UriSchemeWss }.Uri;
            await socket.ConnectAsync(hub, http, CancellationToken.None).WaitAsync(TestClient.Deadline);

            await SendAsync(socket, """{"protocol":"json","version":1}""");
            Assert.Equal("{}\u001e", await ReceiveAsync(socket));
            await SendAsync(socket, """{"type":1,"invocationId":"1","target":"JoinRoom","arguments":[{"room":"lobby"}]}""");
            Assert.Contains("\"invocationId\":\"1\"", await ReceiveAsync(socket), StringComparison.Ordinal);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).WaitAsync(TestClient.Deadline);
            Assert.Equal(WebSocketCloseStatus.NormalClosure, socket.CloseStatus);
        }
    }

    private static Task SendAsync(WebSocket socket, string record) => socket.SendAsync(
        System.Text.Encoding.UTF8.GetBytes(record + '\u001e'), WebSocketMessageType.Text, true, CancellationToken.None);

    private static async Task<string> ReceiveAsync(WebSocket socket)
    {
        var buffer = new byte[16 * 1024];
        var read = await socket.ReceiveAsync(buffer, CancellationToken.None).WaitAsync(TestClient.Deadline);
        return System.Text.Encoding.UTF8.GetString(buffer, 0, read.Count);
    }

    private static string? Id(JsonElement answer) => answer.GetProperty("connectionId").GetString();

    private static async Task<JsonElement> NegotiateAsync(ChatServer server, string query)
    {
        using var http = PollingClient.Http(server, await server.GuestAsync("alice"));
        using var answer = await http.PostAsync(new Uri(ChatPaths.Hub + "/negotiate" + query, UriKind.Relative), null);
        Assert.Equal("application/json", answer.EnsureSuccessStatusCode().Content.Headers.ContentType?.MediaType);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private async Task<RawClient> ConnectAsync(string query) =>
        await RawClient.ConnectAsync(new Uri(Server.Hub + query), (await Server.GuestAsync("alice")).AccessToken);

    private async Task AssertTalksAsync(string query)
    {
        using var client = await ConnectAsync(query);
        Assert.NotEqual(default, await client.JoinAsync("lobby"));
    }

    public sealed class Served : IDisposable
    {
        internal ChatServer Server { get; } = new();

        public void Dispose() => Server.Dispose();
    }
}
