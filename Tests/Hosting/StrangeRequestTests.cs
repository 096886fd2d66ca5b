using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hosting;

/// <summary>A strange request is the client's error: no answer is a 5xx, and the log contains no error.</summary>
public sealed class StrangeRequestTests
{
    private static readonly string[] _paths =
    [
        "/", "/%00", "/%ff", "/%", "/%zz", "/..%2f..", "/\\", "//", "/index.html%00", "/page-", "/page-000000000000/%2e%2e/x",
        "/page-000000000000//", "/appsettings.json",
        "/health/%00", "/health/live", "/health/ready/", "/metrics", "/auth/guest", "/auth/guest%00", "/hubs/chat", "/hubs/chat/x",
        "/hubs/chat%2fnegotiate",
        "/hubs/chat/negotiate?negotiateVersion=99999999999999999999", "/hubs/chat?id=%00", "/hubs/chat?id=a&id=b",
        "/hubs/chat?access_token=%ff.%ff.%ff",
        "/?access_token=%", "/?&&&=", "*", "http://[::1/", "http://elsewhere.example/", "/\u00e9",
    ];

    private static readonly string[] _headers =
    [
        "Authorization: Bearer \u00ff", "Authorization: Bearer a\r\nAuthorization: Bearer b", "If-None-Match: \"", "If-Modified-Since: x",
        "Range: bytes=a-",
        "Range: bytes=0-99999999999999999999", "Accept-Encoding: br;q=x,;;", "Accept: ///;q=", "Origin: http://[",
        "X-Forwarded-For: x\r\nX-Forwarded-Host: [",
        "Expect: nonsense", "Transfer-Encoding: gzip", "Content-Length: -1", "Content-Length: 1\r\nTransfer-Encoding: chunked",
        "traceparent: 00-x\r\nbaggage: %",
        "Content-Type: \u00ff", "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x", "Accept: text/event-stream",
        " X: folded", "X: \0",
    ];

    private static readonly string[] _hosts = ["", "a b", "]", "\u00ff", "a:99999", "http://a"];

    [Fact]
    public async Task No_request_of_a_stranger_is_answered_as_a_fault_of_the_server()
    {
        using var server = new ChatServer(services: ServerLog.Collect);
        var own = $"Host: 127.0.0.1:{server.Url.Port}\r\n";
        string[] requests =
        [
            .. from path in _paths
               from method in new[] { "GET", "POST", "DELETE", "TRACE", "FOO" }
               select $"{method} {path} HTTP/1.1\r\n{own}Content-Length: 0\r\n\r\n",
            .. from header in _headers
               from path in new[] { "GET /", "GET /js/page/main.js", "GET /metrics", "POST /hubs/chat/negotiate", "POST /auth/guest" }
               select $"{path} HTTP/1.1\r\n{own}{header}\r\n\r\n",
            .. from host in _hosts from path in _paths select $"GET {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://a\r\n\r\n",
            $"GET / HTTP/1.1\r\n{own}X: {new string('x', 40_000)}\r\n\r\n",
            $"POST /auth/guest HTTP/1.1\r\n{own}Content-Type: application/json\r\nContent-Length: 50\r\n\r\n{{\"name\"",
            $"POST /auth/guest HTTP/1.1\r\n{own}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        ];

        var answers = await Task.WhenAll(requests.Chunk(requests.Length / 8).Select(async some =>
        {
            List<(string Request, string Status)> answers = [];
            foreach (var request in some)
                answers.Add((request, await AskAsync(server, request)));
            return answers;
        }));

        Assert.DoesNotContain(answers.SelectMany(some => some), answers => answers.Status.Split(' ') is [_, ['5', ..], ..]);
        Assert.Contains(answers.SelectMany(some => some), answers => answers.Status.Contains(" 400 ", StringComparison.Ordinal));
        Assert.DoesNotContain(server.Log(), line => line.Level >= LogLevel.Error);
    }

    /// <summary>Returns the first line of the answer; empty if the server closed without one.</summary>
    private static async Task<string> AskAsync(ChatServer server, string request)
    {
        using var deadline = new CancellationTokenSource(TestClient.Deadline);
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, server.Url.Port, deadline.Token);
        var stream = tcp.GetStream();
        try
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(request), deadline.Token);
            tcp.Client.Shutdown(SocketShutdown.Send);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            return await reader.ReadLineAsync(deadline.Token) ?? "";
        }
        catch (Exception closed) when (closed is IOException or SocketException)
        {
            return "";
        }
    }
}
