using System.CommandLine;
using System.Net.WebSockets;
using SignalRChat.Bench.Commands;

namespace SignalRChat.Bench;

/// <summary>Not named <c>Program</c>, because the tests see this program's types beside the server's.</summary>
internal static class BenchProgram
{
    private const string Description = """
        Measures a SignalRChat server with raw WebSockets on this machine.

        A delivery is one message received by one client; an update that carries three messages is three deliveries.
        Send to receipt is counted from the time a send was meant for (at a fixed rate) or was made (as fast as acks allow), for all
        messages of the measured window, however late they came. Send to ack is counted in the same way, to the answer that says that
        the message is on disk.
        Server CPU for a delivery is the user and system time the whole server process used in the window, by the deliveries in it;
        nothing is subtracted: what receiving, checking, storing and acking a message costs is in it.
        Generator CPU is this program's own, to see that it is not what is measured.
        An idle connection is the growth of the server's resident memory, after forced garbage collections, by the connections opened;
        once when they are connected and once more when each has joined a room.
        Garbage is what the server allocated on its managed heap, by the acked sends; bytes are those of the updates.
        Unanswered are sends without an answer some seconds after the window: the server cannot keep up with the rate.
        Of the mean from send to receipt, the chat server measures its own part at /metrics: the wait for a transaction, the commit,
        and the delivery to the sockets. The rest is the network, this program, and what it reads late.
        Missing are deliveries that the acked sends called for and that did not come (below 0: that came twice).
        """;

    private static async Task<int> Main(string[] args)
    {
        var root = new RootCommand(Description)
        {
            LoadCommand.Create(),
            ShapesCommand.Create(),
            CommitCommand.Create(),
            CostsCommand.Create(),
            InboxCommand.Create(),
            HostileCommand.Create(),
            HostileCommand.CreateNeighbour(),
            BareServerCommand.Create(),
        };
        try
        {
            return await root.Parse(args, new() { ResponseFileTokenReplacer = null })
                .InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException or TimeoutException
            or HttpRequestException or WebSocketException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 1;
        }
        catch (OperationCanceledException)
        {
            return 130;
        }
    }
}
