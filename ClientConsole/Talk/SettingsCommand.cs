using SignalRChat.ClientConsole.Connection;
using SignalRChat.ClientConsole.Input;
using SignalRChat.ClientConsole.Output;

namespace SignalRChat.ClientConsole.Talk;

/// <summary>Prints the settings of the room of the prompt, or changes one.</summary>
internal sealed class SettingsCommand(ConsoleSession session, Conversation conversation, IEventOutput output, TimeProvider time)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);

    public async Task RunAsync(string arguments, CancellationToken cancellationToken)
    {
        var room = conversation.Room;
        if (arguments.Length == 0)
        {
            Print(room);
            return;
        }

        var space = arguments.IndexOf(' ', StringComparison.Ordinal);
        var name = (space < 0 ? arguments : arguments[..space]).ToLowerInvariant();
        var value = space < 0 ? "" : arguments[(space + 1)..].TrimStart();
        if (SettingNames.Request(room, name, value) is not { } request)
        {
            output.Tell(new ConsoleEvent.Mistake($"{SettingNames.Usage} Nothing was done."));
            return;
        }

        var done = await session.AskAsync(client => client.SetRoomAsync(request, cancellationToken), cancellationToken);
        output.Tell(new ConsoleEvent.SettingChanged(room, name, value, done.Revision));
        await ReceivedAsync(room, done.Revision, cancellationToken);
    }

    /// <summary>
    /// The next command shows the settings as they are now. They come with the room's changes, a moment after the answer.
    /// </summary>
    private async Task ReceivedAsync(string room, long revision, CancellationToken cancellationToken)
    {
        if (!conversation.Rooms.IsPrinted(room))
            return;
        using var late = new CancellationTokenSource(_patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            await conversation.Rooms.WaitAsync(room, revision, either.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            // The setting is stored in any case.
        }
    }

    // The server sends them with the newest messages, and when they change.
    private void Print(string room) => output.Tell(conversation.Settings.TryGetValue(room, out var info)
        ? new ConsoleEvent.Settings(room, info)
        : new ConsoleEvent.Mistake($"The settings of #{room} are not known: they come with a join without --after. Nothing was done."));
}
