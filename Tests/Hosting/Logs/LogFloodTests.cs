using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using SignalRChat.Contracts;
using SignalRChat.Tests.Support;
using Xunit.Abstractions;

namespace SignalRChat.Tests.Hosting.Logs;

/// <summary>No stranger, with or without a token, can fill a disk with log lines.</summary>
public sealed class LogFloodTests(ITestOutputHelper output)
{
    private const int BytesPerSecond = 1024;

    /// <summary>The log writes a few lines of each kind, and counts the rest.</summary>
    private const int Burst = 24 * 1024;

    private const int Requests = 2_000;
    private const int CallsPerFrame = 100;
    private const int Sockets = 16;

    private static readonly string[] _malformed =
    [
        "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "nonsense\r\n\r\n", "GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX : y\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
        "POST /auth/guest HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
    ];

    private static readonly string[] _frames =
    [
        "nonsense\u001e", "{}\u001e", "{\"protocol\":\"none\",\"version\":1}\u001e", "{\"protocol\":\"json\",\"version\":1}\u001e[]\u001e",
        "{\"protocol\":\"json\",\"version\":1}\u001e{\"type\":1,\"target\":\"SendMessage\",\"arguments\":",
    ];

    private static readonly string[] _calls =
    [
        """{"type":1,"invocationId":"1","target":"SendMessage","arguments":[{"room":"nowhere","messageId":"a","text":"b"}]}""",
        """{"type":1,"invocationId":"1","target":"NoSuchMethod","arguments":[7]}""",
        """{"type":1,"invocationId":"1","target":"JoinRoom","arguments":["x"]}""",
        """{"type":1,"invocationId":"1","target":"GetHistory","arguments":[{"room":"nowhere","limit":-1}]}""",
    ];

    /// <summary>Regression: one stranger caused 2.7 MB of log a second.</summary>
    [Fact]
    public async Task A_stranger_writes_less_than_1_KB_of_log_a_second_whatever_it_does()
    {
        using var data = new TempDirectory();
        await using var log = new CountingWriter();
        await using var server = await ServerProcess.StartNewAsync(
            data.Path,
            new Dictionary<string, string> { ["Logging:Console:FormatterName"] = "json", ["Chat:Sockets:Handshakes"] = "100" },
            log);
        var guest = await Guests.SignInAsync(server.Url, "stranger");
        var began = TimeProvider.System.GetTimestamp();

        await Task.WhenAll(
            AskAsync(server.Url, $"POST {ChatPaths.Hub}/negotiate?negotiateVersion=1", "Authorization: Bearer a.b.c"),
            AskAsync(server.Url, $"POST {ChatPaths.Hub}/negotiate?negotiateVersion=1", "Origin: https://elsewhere.example"),
            AskAsync(server.Url, "GET /health/ready", "X-Forwarded-For: 203.0.113.9"),
            AskAsync(server.Url, $"POST {ChatPaths.GuestToken}", "Content-Type: application/json"),
            CallAsync(server.Url, guest),
            Task.WhenAll(Enumerable.Range(0, Sockets).SelectMany(_ => _malformed).Select(request => RawHttp.AskAsync(server.Url, request))),
            Task.WhenAll(Enumerable.Range(0, Sockets).SelectMany(_ => _frames).Select(frame => BreakAsync(server.Url, guest, frame))));
        var seconds = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        await server.TerminateAsync();

        output.WriteLine($"{log.BytesServing / 1024} KB in {seconds:0.0} s\n{log.Kinds()}");
        Assert.InRange(log.BytesServing, 0, Burst + (int)(BytesPerSecond * seconds));
    }

    /// <summary>Sends requests on one connection, one after the other, without waiting for an answer.</summary>
    private static async Task AskAsync(Uri server, string line, string header)
    {
        using var deadline = new CancellationTokenSource(ServerProcess.Deadline);
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(server.Host, server.Port, deadline.Token);
        var stream = tcp.GetStream();
        var request = $"{line} HTTP/1.1\r\nHost: {server.Authority}\r\n{header}\r\nContent-Length: 0\r\n\r\n";
        var sending = stream.WriteAsync(Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat(request, Requests))), deadline.Token);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        for (var answers = 0; answers < Requests;)
        {
            var answered = await reader.ReadLineAsync(deadline.Token)
                ?? throw new InvalidOperationException($"Closed after {answers} answers.");
            answers += answered.Contains("HTTP/1.1 4", StringComparison.Ordinal) ? 1 : 0;
        }
        await sending;
    }

    private static async Task CallAsync(Uri server, GuestTokenResult guest)
    {
        using var deadline = new CancellationTokenSource(ServerProcess.Deadline);
        using var socket = await OpenAsync(server, guest);
        var calls = Enumerable.Repeat(_calls, CallsPerFrame / _calls.Length).SelectMany(some => some);
        var frame = Encoding.UTF8.GetBytes(string.Concat(calls.Select(call => $"{call}\u001e")));
        await socket.SendAsync("{\"protocol\":\"json\",\"version\":1}\u001e"u8.ToArray(), WebSocketMessageType.Text, true, deadline.Token);
        var buffer = new byte[64 * 1024];
        // First the answer to the handshake.
        var answers = -1;
        for (var sent = 0; sent < Requests; sent += CallsPerFrame)
        {
            await socket.SendAsync(frame, WebSocketMessageType.Text, true, deadline.Token);
            while (answers < sent + CallsPerFrame)
            {
                var read = await socket.ReceiveAsync(buffer, deadline.Token);
                Assert.NotEqual(WebSocketMessageType.Close, read.MessageType);
                answers += buffer.AsSpan(0, read.Count).Count((byte)0x1e);
            }
        }
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, deadline.Token);
    }

    /// <summary>Sends a protocol error, and disconnects without notice.</summary>
    private static async Task BreakAsync(Uri server, GuestTokenResult guest, string frame)
    {
        using var deadline = new CancellationTokenSource(ServerProcess.Deadline);
        using var socket = await OpenAsync(server, guest);
        await socket.SendAsync(Encoding.UTF8.GetBytes(frame), WebSocketMessageType.Text, frame.EndsWith('\u001e'), deadline.Token);
        await socket.ReceiveAsync(new byte[4096].AsMemory(), deadline.Token);
        socket.Abort();
    }

    private static async Task<ClientWebSocket> OpenAsync(Uri server, GuestTokenResult guest)
    {
        var socket = new ClientWebSocket();
        using var deadline = new CancellationTokenSource(ServerProcess.Deadline);
        var url = new UriBuilder(new Uri(server, ChatPaths.Hub)) { Scheme = "ws", Query = $"access_token={guest.AccessToken}" }.Uri;
        await socket.ConnectAsync(url, deadline.Token);
        return socket;
    }

    /// <summary>Counts what the server wrote between its start and its stop.</summary>
    private sealed class CountingWriter : StringWriter
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<string, (int Lines, int Bytes)> _kinds = [];
        private bool _serves;

        public int BytesServing { get; private set; }

        public override void WriteLine(string? value)
        {
            var line = value ?? "";
            lock (_gate)
            {
                _serves &= !line.Contains("Application is shutting down", StringComparison.Ordinal);
                if (_serves)
                    Count(line);
                _serves |= line.Contains("Application started", StringComparison.Ordinal);
            }
        }

        public string Kinds() =>
            string.Join('\n', _kinds.Select(kind => $"{kind.Value.Lines} lines, {kind.Value.Bytes} bytes: {kind.Key}"));

        private void Count(string line)
        {
            var bytes = Encoding.UTF8.GetByteCount(line) + 1;
            BytesServing += bytes;
            var kind = string.Join(',', line.Split(',').Skip(1).Take(3));
            var (lines, sum) = _kinds.GetValueOrDefault(kind);
            _kinds[kind] = (lines + 1, sum + bytes);
        }
    }
}
