using System.Net.Sockets;
using System.Text;

namespace SignalRChat.Tests.Support;

/// <summary>Sends a request byte for byte. No client library changes its path, and it need not be valid HTTP.</summary>
internal static class RawHttp
{
    public static string Get(Uri server, string target, params string[] headers) =>
        $"GET {target} HTTP/1.1\r\nHost: {server.Authority}\r\nConnection: close\r\n"
        + $"{string.Concat(headers.Select(header => $"{header}\r\n"))}\r\n";

    /// <summary>
    /// Returns the answer's status line, its headers and the data after them; empty if the server closed without one. The
    /// client ends a request that has no end.
    /// </summary>
    public static async Task<string> AskAsync(Uri server, string request)
    {
        using var deadline = new CancellationTokenSource(TestClient.Deadline);
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(server.Host, server.Port, deadline.Token);
        var stream = tcp.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), deadline.Token);
        if (!request.Contains("\r\n\r\n", StringComparison.Ordinal))
            tcp.Client.Shutdown(SocketShutdown.Send);
        var answer = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (!answer.ToString().Contains("\r\n\r\n", StringComparison.Ordinal)
                && await stream.ReadAsync(buffer, deadline.Token) is > 0 and var count)
            {
                answer.Append(Encoding.Latin1.GetString(buffer, 0, count));
            }
        }
        catch (IOException)
        {
            // A server that rejects a request may reset the connection.
        }
        return answer.ToString();
    }
}
