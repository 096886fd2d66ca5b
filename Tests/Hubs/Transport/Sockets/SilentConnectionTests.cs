using System.Net;
using System.Net.Sockets;
using SignalRChat.Tests.Support;
using Xunit.Abstractions;

namespace SignalRChat.Tests.Hubs.Transport.Sockets;

/// <summary>Silent TCP connections need no token, and each is an open file of the server.</summary>
public sealed class SilentConnectionTests(ITestOutputHelper output)
{
    private const int OpenFiles = 500;
    private const int Attackers = 4;
    private const int OfEach = 250;

    // With 500 files the node holds fewer than this that are not WebSockets.
    private const int Held = 64;

    /// <summary>Regression: 362 silent connections ended the process.</summary>
    [Fact]
    public async Task A_node_at_its_limit_of_open_files_lives_and_serves()
    {
        using var data = new TempDirectory();
        var settings = new Dictionary<string, string> { ["Chat:Sockets:FirstByteTimeout"] = "00:00:02" };
        await using var server = new ServerProcess(data.Path, settings) { OpenFiles = OpenFiles };
        await server.StartAsync();
        var silent = new List<Socket>();
        try
        {
            for (var i = 0; i < Attackers * OfEach; i++)
                silent.Add(await ConnectAsync($"127.0.0.{2 + (i % Attackers)}", server.Url.Port));

            // The kernel accepts faster than the node, which refuses while it closes others: a client comes after the flood.
            await Eventually.TrueAsync(() => silent.Count(socket => !IsClosed(socket)) <= Held, "The flood is dealt with");
            await using var alice = await TestClient.ConnectAsync(server.Url, await Guests.SignInAsync(server.Url, "alice"), "json");
            await alice.JoinAsync("lobby");
            var sent = await alice.SendAsync("lobby", "still here");

            Assert.Equal(1, sent.Sequence);
            // Accepted connections that stay silent are closed.
            await Eventually.TrueAsync(() => silent.TrueForAll(IsClosed), "The silent connections are closed");
            output.WriteLine(server.Output);
            Assert.Contains("Closed", server.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("Too many open files", server.Output, StringComparison.Ordinal);
        }
        finally
        {
            silent.ForEach(socket => socket.Dispose());
        }
    }

    private static async Task<Socket> ConnectAsync(string from, int port)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port);
        }
        catch (SocketException refused) when (refused.SocketErrorCode == SocketError.ConnectionReset)
        {
            // The node, at its limit, closed it before this side saw that it was open.
        }
        return socket;
    }

    private static bool IsClosed(Socket socket)
    {
        try
        {
            return socket.Poll(0, SelectMode.SelectRead) && socket.Receive(new byte[1]) == 0;
        }
        catch (SocketException)
        {
            return true;
        }
    }
}
