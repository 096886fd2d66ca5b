using System.Diagnostics.Metrics;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using SignalRChat.Contracts;
using SignalRChat.Hubs.Delivery;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hubs.Transport;

/// <summary>A WebSocket is served by its TCP connection when its request has ended, if HTTP can give it up.</summary>
public sealed class TakeoverTests
{
    private const string Join = """{"type":1,"invocationId":"1","target":"JoinRoom","arguments":[{"room":"lobby"}]}""";
    private const string Handshake = """{"protocol":"json","version":1}""";
    private const string Subject = "CN=chat.example";

    [Fact]
    public async Task A_request_ends_while_its_WebSocket_lives()
    {
        using var server = new ChatServer();
        using var requests = new MetricCollector<long>(
            server.Get<IMeterFactory>(), "Microsoft.AspNetCore.Hosting", "http.server.active_requests");
        using var client = await server.ConnectRawAsync("alice");

        await Eventually.TrueAsync(() => requests.GetMeasurementSnapshot().Sum(one => one.Value) == 0, "The request has ended");
        Assert.NotEqual(default, await client.JoinAsync("lobby"));
        Assert.Equal(1, server.Get<LocalConnections>().Count);
    }

    /// <summary>HTTP has read them already when it gives the connection up.</summary>
    [Fact]
    public async Task Frames_that_come_with_the_request_are_served()
    {
        using var server = new ChatServer();
        var guest = await server.GuestAsync("alice");
        using var tcp = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using var deadline = new CancellationTokenSource(TestClient.Deadline);
        await tcp.ConnectAsync(server.Hub.Host, server.Hub.Port, deadline.Token);
        byte[] all =
        [
            .. RawUpgrade.Request(server.Hub, guest.AccessToken),
            .. WireFrame.Handshake("json"),
            .. WireFrame.Of(WireFrame.Text, $"{Join}\u001e"),
        ];
        await tcp.SendAsync(all, deadline.Token);

        var (read, buffer) = ("", new byte[4096]);
        while (!read.Contains("\"result\"", StringComparison.Ordinal))
        {
            var count = await tcp.ReceiveAsync(buffer, deadline.Token);
            Assert.NotEqual(0, count);
            read += Encoding.UTF8.GetString(buffer, 0, count);
        }
        Assert.StartsWith("HTTP/1.1 101", read, StringComparison.Ordinal);
    }

    /// <summary>TLS ends with HTTP, so there the request stays.</summary>
    [Fact]
    public async Task A_WebSocket_over_TLS_is_served_and_closed_in_order()
    {
        using var folder = new TempDirectory();
        await File.WriteAllBytesAsync(folder.File("self.pfx"), SelfSigned());
        var (plain, tls) = ($"http://127.0.0.1:{FreePort.Find()}", $"https://127.0.0.1:{FreePort.Find()}");
        using var server = new ServerRun(folder, port: null, new Dictionary<string, string>
        {
            ["Kestrel:Endpoints:Plain:Url"] = plain,
            ["Kestrel:Endpoints:Tls:Url"] = tls,
            ["Kestrel:Certificates:Default:Path"] = folder.File("self.pfx"),
        });
        await Eventually.TrueAsync(() => server.Output.Contains("Application started", StringComparison.Ordinal), "started");
        var guest = await Guests.SignInAsync(new Uri(plain), "alice");
        using var socket = new ClientWebSocket();
        socket.Options.RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.Subject == Subject;
        socket.Options.SetRequestHeader("Authorization", $"Bearer {guest.AccessToken}");
        using var deadline = new CancellationTokenSource(TestClient.Deadline);
        await socket.ConnectAsync(new UriBuilder(new Uri(new Uri(tls), ChatPaths.Hub)) { Scheme = "wss" }.Uri, deadline.Token);

        var opening = Encoding.UTF8.GetBytes($"{Handshake}\u001e{Join}\u001e");
        await socket.SendAsync(opening, WebSocketMessageType.Text, true, deadline.Token);
        Assert.Contains("\"result\"", await ReadUntilAsync(socket, "\"type\":3", deadline.Token), StringComparison.Ordinal);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, deadline.Token);

        Assert.Equal(WebSocketCloseStatus.NormalClosure, socket.CloseStatus);
    }

    private static async Task<string> ReadUntilAsync(ClientWebSocket socket, string part, CancellationToken cancellationToken)
    {
        var (read, buffer) = ("", new byte[4096]);
        while (!read.Contains(part, StringComparison.Ordinal))
            read += Encoding.UTF8.GetString(buffer, 0, (await socket.ReceiveAsync(buffer, cancellationToken)).Count);
        return read;
    }

    private static byte[] SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest(Subject, key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return certificate.Export(X509ContentType.Pfx);
    }
}
