using SignalRChat.ClientConsole.Connection;
using SignalRChat.ClientConsole.Input;
using SignalRChat.ClientConsole.Output;

namespace SignalRChat.ClientConsole.Talk;

/// <summary>Runs a command, and writes the answer.</summary>
internal sealed class CommandRunner(ConsoleSession session, Conversation conversation, IEventOutput output, TimeProvider time)
{
    private const int OlderMessages = 20;

    private readonly Dictionary<string, long> _oldest = [];
    private readonly Moderation _moderation = new(session, conversation, output, time);
    private readonly MessageCommands _messages = new(session, conversation, output);
    private readonly InboxCommands _inbox = new(session, conversation, output);
    private readonly SettingsCommand _settings = new(session, conversation, output, time);

    /// <summary>Ends the console.</summary>
    public Action Quit { private get; init; } = () => { };

    /// <summary>Sends a message to a room; typed lines take the same path.</summary>
    public required Func<string, OutgoingMessage, CancellationToken, Task> Say { private get; init; }

    public required Func<CancellationToken, Task<StatusReport>> Status { private get; init; }

    public Task RunAsync(InputLine.Command command, CancellationToken cancellationToken) => command.Name switch
    {
        Commands.Join => JoinAsync(command.Arguments, null, cancellationToken),
        Commands.Leave => LeaveAsync(command.Arguments, cancellationToken),
        Commands.Rooms => _inbox.ListRoomsAsync(command.Arguments, cancellationToken),
        Commands.Unread => _inbox.UnreadAsync(cancellationToken),
        Commands.Read => _inbox.ReadAsync(command.Arguments, cancellationToken),
        Commands.Who => WhoAsync(cancellationToken),
        Commands.History => HistoryAsync(command.Arguments, cancellationToken),
        Commands.Msg => SayElsewhereAsync(command.Arguments, cancellationToken),
        Commands.Me =>
            SayAsync(conversation.Room, command.Arguments.Length > 0 ? $"* {command.Arguments}" : "", "/me TEXT", cancellationToken),
        Commands.New => NewAsync(command.Arguments, cancellationToken),
        Commands.Dm => DmAsync(command, cancellationToken),
        Commands.Reply => ReplyAsync(command.Arguments, cancellationToken),
        Commands.Settings => _settings.RunAsync(command.Arguments, cancellationToken),
        _ when Commands.LooksBack(command.Name) => _messages.RunAsync(command, cancellationToken),
        _ when Commands.TakesPerson(command.Name) => _moderation.RunAsync(command, cancellationToken),
        Commands.Status => StatusAsync(cancellationToken),
        Commands.Reconnect => ReconnectAsync(),
        Commands.Quit => Do(Quit),
        _ => Do(() => output.Tell(new ConsoleEvent.Help())),
    };

    /// <param name="name">The room.</param>
    /// <param name="after">The revision to continue from; null for a snapshot.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <param name="moves">Whether it becomes the prompt's room.</param>
    public async Task JoinAsync(string name, long? after, CancellationToken cancellationToken, bool moves = true)
    {
        var room = name.TrimStart('#');
        if (conversation.Rooms.IsJoined(room))
        {
            conversation.Room = room;
            return;
        }

        var before = conversation.Room;
        if (moves)
            conversation.Room = room;
        try
        {
            var answer = await session.JoinAsync(room, after, cancellationToken);
            conversation.Rooms.Join(room);
            conversation.Rooms.SetHead(room, answer.Head);
            conversation.Names.SawRoom(room);
            foreach (var user in answer.Present)
                conversation.Names.SawPerson(user.UserId, user.Name);
            output.Tell(new ConsoleEvent.Joined(answer));
        }
        catch
        {
            conversation.Room = before;
            throw;
        }
    }

    /// <summary>Named by the user, so the call can be repeated.</summary>
    private async Task NewAsync(string arguments, CancellationToken cancellationToken)
    {
        var space = arguments.IndexOf(' ', StringComparison.Ordinal);
        var (name, title) = space < 0 ? (arguments, null) : (arguments[..space], arguments[(space + 1)..].TrimStart());
        var room = name.TrimStart('#');
        if (room.Length == 0)
        {
            output.Tell(new ConsoleEvent.Mistake("Usage: /new ROOM [TITLE]. Nothing was done."));
            return;
        }

        var request = new CreateRoomRequest { Room = room, Kind = RoomKinds.Private, Title = title };
        await session.AskAsync(client => client.CreateRoomAsync(request, cancellationToken), cancellationToken);
        await JoinAsync(room, null, cancellationToken);
    }

    private async Task DmAsync(InputLine.Command command, CancellationToken cancellationToken)
    {
        if (await _moderation.FindAsync(command, command.Arguments, cancellationToken) is not { } userId)
            return;
        var room = await session.AskAsync(client => client.OpenDirectAsync(userId, cancellationToken), cancellationToken);
        if (conversation.Names.NameOf(userId) is { } name)
            conversation.Others[room] = name;
        await JoinAsync(room, null, cancellationToken);
    }

    private async Task LeaveAsync(string name, CancellationToken cancellationToken)
    {
        var room = name.Length == 0 ? conversation.Room : name.TrimStart('#');
        conversation.Rooms.Leave(room);
        await session.DoAsync(async client =>
        {
            await client.LeaveAsync(room, cancellationToken);
            return true;
        });
        _oldest.Remove(room);
        output.Tell(new ConsoleEvent.Left(room));
        if (room == conversation.Room && conversation.Rooms.Joined is [.., var last])
            conversation.Room = last;
    }

    private async Task WhoAsync(CancellationToken cancellationToken)
    {
        var room = conversation.Room;
        var answer = await session.AskAsync(client => client.GetMembersAsync(room, cancellationToken), cancellationToken);
        foreach (var member in answer.Members)
            conversation.Names.SawPerson(member.UserId, member.Name);
        output.Tell(new ConsoleEvent.Members(room, answer.Members, answer.MemberCount));
    }

    /// <summary>Each call goes further back, from the oldest message that this command printed.</summary>
    private async Task HistoryAsync(string arguments, CancellationToken cancellationToken)
    {
        if (!int.TryParse(arguments.Length == 0 ? $"{OlderMessages}" : arguments, CultureInfo.InvariantCulture, out var count)
            || count is < 1 or > ChatLimits.PageSize)
        {
            output.Tell(new ConsoleEvent.Mistake($"/history takes a number from 1 to {ChatLimits.PageSize}."));
            return;
        }

        var room = conversation.Room;
        long? before = _oldest.TryGetValue(room, out var oldest) ? oldest : null;
        var page = await session.AskAsync(client => client.GetHistoryAsync(room, before, count, cancellationToken), cancellationToken);
        foreach (var message in page.Messages)
            output.Tell(new ConsoleEvent.Said(room, message, conversation.IsOwn(message), IsElsewhere: false, IsHistory: true));
        if (page.Messages.Length > 0)
            _oldest[room] = page.Messages[0].Sequence;
        output.Tell(new ConsoleEvent.HistoryEnd(room, page.HasMore));
    }

    private Task SayElsewhereAsync(string arguments, CancellationToken cancellationToken)
    {
        var space = arguments.IndexOf(' ', StringComparison.Ordinal);
        var (room, text) = space < 0 ? (arguments, "") : (arguments[..space], arguments[(space + 1)..].TrimStart());
        return SayAsync(room.TrimStart('#'), text, "/msg ROOM TEXT", cancellationToken);
    }

    private Task ReplyAsync(string arguments, CancellationToken cancellationToken) =>
        _messages.ReplyTo(arguments) is { } reply ? Say(conversation.Room, reply, cancellationToken) : Task.CompletedTask;

    private Task SayAsync(string room, string text, string usage, CancellationToken cancellationToken) => text.Length > 0
        ? Say(room, new() { Text = text }, cancellationToken)
        : Do(() => output.Tell(new ConsoleEvent.Mistake($"Usage: {usage}. Nothing was sent.")));

    private async Task StatusAsync(CancellationToken cancellationToken) =>
        output.Tell(new ConsoleEvent.Status(await Status(cancellationToken)));

    private async Task ReconnectAsync()
    {
        output.Tell(new ConsoleEvent.Hint("dropping the connection"));
        await session.ReconnectAsync(() => conversation.Rooms.Cursors);
        output.Tell(new ConsoleEvent.Hint("connected again"));
    }

    private static Task Do(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}
