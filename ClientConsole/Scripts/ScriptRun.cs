using SignalRChat.ClientConsole.Connection;
using SignalRChat.ClientConsole.Output;
using SignalRChat.ClientConsole.Settings;
using SignalRChat.ClientConsole.Talk;

namespace SignalRChat.ClientConsole.Scripts;

/// <summary>
/// The frame of every non-interactive run: connects, does the work, waits for the goal, and returns the exit code.
/// </summary>
internal sealed class ScriptRun(ConsoleSession session, Conversation conversation, ScriptOutput output, Goal goal, TimeProvider time)
{
    private static readonly TimeSpan _draining = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, long> _acked = [];
    private int _unanswered;

    /// <param name="settings">The settings.</param>
    /// <param name="work">The work after the connect.</param>
    /// <param name="cancellationToken">Cancelled by Ctrl+C.</param>
    public async Task<int> RunAsync(ConsoleSettings settings, Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        using var connection = new ConnectionDeadline(session, settings.ConnectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, connection.Token);
        try
        {
            var reached = WorkAsync(work, either.Token);
            await await Task.WhenAny(reached, conversation.Broken);
            return await reached || output.Code != ExitCodes.Ok ? output.Code : ExitCodes.TimedOut;
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCodes.Interrupted;
        }
        catch (ChatRefusedException refused)
        {
            output.Tell(new ConsoleEvent.Refused(refused.Code, refused.Message));
            return output.Code;
        }
        catch (Exception e) when (e is OperationCanceledException or ChatDisconnectedException or ChatAuthenticationException)
        {
            return Lost(e, connection, settings.ConnectTimeout);
        }
    }

    /// <summary>Sends a message and returns when the server has stored it.</summary>
    public async Task SayAsync(string room, OutgoingMessage message, CancellationToken cancellationToken)
    {
        var messageId = session.NewMessageId();
        goal.Sends(messageId);
        _unanswered++;
        try
        {
            var acked = await session.SendAsync(room, message with { MessageId = messageId }, cancellationToken);
            _acked[room] = acked.Revision;
            output.Tell(new ConsoleEvent.Acked(room, messageId, acked.Revision, acked.Sequence, acked.Duplicate));
            _unanswered--;
        }
        catch (ChatRefusedException)
        {
            _unanswered--;
            throw;
        }
    }

    /// <summary>
    /// Every line is stored by now; the sent messages are printed with the rest of the room, which may take a moment longer.
    /// </summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(_draining, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            foreach (var (room, revision) in _acked.Where(acked => conversation.Rooms.IsPrinted(acked.Key)))
                await conversation.Rooms.WaitAsync(room, revision, either.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            // The messages are stored in any case.
        }

        _acked.Clear();
    }

    /// <summary>Returns false if the goal was not reached in time.</summary>
    private async Task<bool> WorkAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        await session.ConnectAsync(cancellationToken);
        await work(cancellationToken);
        await DrainAsync(cancellationToken);
        if (output.Code != ExitCodes.Ok)
            return true;
        var waiting = goal.WaitAsync(time, cancellationToken);
        await Task.WhenAny(waiting, output.RoomGone);
        return !waiting.IsCompleted || await waiting;
    }

    private int Lost(Exception e, ConnectionDeadline connection, TimeSpan patience)
    {
        if (e is ChatAuthenticationException || connection.Ended is ChatAuthenticationException)
            return ExitCodes.AuthenticationRefused;
        if (connection.Ended is null)
            output.Tell(new ConsoleEvent.Hint($"no connection for {patience.TotalSeconds:0.#} s: giving up"));
        if (!connection.WasConnected)
            return ExitCodes.CannotConnect;
        if (_unanswered == 0)
            return ExitCodes.ConnectionLost;
        output.Tell(new ConsoleEvent.Refused(null, "The last line got no answer."));
        return ExitCodes.NotAcknowledged;
    }
}
