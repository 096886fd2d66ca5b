using System.Net;
using System.Net.WebSockets;
using System.Text;
using SignalRChat.Bench.Load;
using SignalRChat.Bench.Wire;

namespace SignalRChat.Tests.Bench;

/// <summary>The server's side of the WebSocket is written by hand, so that it decides when it acks.</summary>
public sealed class ClosedLoopTests : IDisposable
{
    private const char End = (char)JsonWire.RecordSeparator;

    private readonly CancellationTokenSource _deadline = new(Eventually.Deadline);
    private readonly HttpListener _listener = new();

    [Fact]
    public async Task A_sender_keeps_as_many_sends_in_flight_as_its_depth()
    {
        var port = FreePort.Find();
        _listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        _listener.Start();
        using var http = new HttpMessageInvoker(new SocketsHttpHandler());
        using var connection = new LoadConnection(new JsonWire(), "room", 1, new Meter());
        var accepting = AcceptAsync();
        await connection.ConnectAsync(new Uri($"ws://127.0.0.1:{port}/"), http, _deadline.Token);
        var server = await accepting;
        connection.PrepareToSend(50);
        using var stop = new CancellationTokenSource();
        var sending = ClosedLoop.RunAsync([connection], 3, stop.Token);

        var ids = new Queue<string>();
        for (var i = 0; i < 3; i++)
            ids.Enqueue(IdOf(await ReadAsync(server)));
        await AckAsync(server, ids.Dequeue());
        ids.Enqueue(IdOf(await ReadAsync(server)));
        // Two acks in one frame.
        await AckAsync(server, ids.Dequeue(), ids.Dequeue());
        ids.Enqueue(IdOf(await ReadAsync(server)));
        ids.Enqueue(IdOf(await ReadAsync(server)));

        await stop.CancelAsync();
        await sending;
        await connection.PingAsync();
        // A send too many would come before the ping.
        Assert.Equal($"{{\"type\":6}}{End}", await ReadAsync(server));
        Assert.Equal(3, ids.Distinct().Count());
        await connection.CloseAsync();
    }

    public void Dispose()
    {
        _listener.Close();
        _deadline.Dispose();
    }

    private async Task<WebSocket> AcceptAsync()
    {
        var socket = (await (await _listener.GetContextAsync()).AcceptWebSocketAsync(null)).WebSocket;
        await ReadAsync(socket);
        await WriteAsync(socket, $"{{}}{End}");
        return socket;
    }

    private Task AckAsync(WebSocket server, params string[] ids) =>
        WriteAsync(server, string.Concat(ids.Select(id => $"{{\"type\":3,\"invocationId\":\"{id}\"}}{End}")));

    private Task WriteAsync(WebSocket server, string text) =>
        server.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, _deadline.Token);

    private async Task<string> ReadAsync(WebSocket server)
    {
        var buffer = new byte[4_096];
        var read = await server.ReceiveAsync(buffer, _deadline.Token);
        return Encoding.UTF8.GetString(buffer, 0, read.Count);
    }

    private static string IdOf(string send) => send.Split("\"invocationId\":\"")[1][..Stamp.Length];
}
