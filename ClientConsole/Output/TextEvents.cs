using SignalRChat.ClientConsole.Input;

namespace SignalRChat.ClientConsole.Output;

/// <summary>Writes events in words. It omits events that only programs need.</summary>
internal sealed class TextEvents(ITranscript transcript, MessageLines lines) : IEventOutput
{
    public void Tell(ConsoleEvent entry)
    {
        switch (entry)
        {
            case ConsoleEvent.Said said:
                transcript.Message(lines.Format(said.Message, said.IsElsewhere ? said.Room : null, said.IsOwn));
                break;
            case ConsoleEvent.Rooms rooms: TellRooms(rooms); break;
            case ConsoleEvent.Unread unread: TellUnread(unread.Inbox); break;
            case ConsoleEvent.Members members: TellMembers(members); break;
            case ConsoleEvent.Status status: TellStatus(status.Report); break;
            case ConsoleEvent.Settings settings: TellSettings(settings.Info); break;
            case ConsoleEvent.Help: TellHelp(); break;
            case ConsoleEvent.Refused refused:
                transcript.Error(Escaped(refused.Code is null ? $"!! {refused.Reason}" : $"!! {refused.Code}: {refused.Reason}"));
                break;
            case ConsoleEvent.Mistake mistake: transcript.Error(Escaped(mistake.Sentence)); break;
            case ConsoleEvent.Lost lost: transcript.Error(Escaped($"-- #{lost.Room} is lost: {lost.Reason}")); break;
            case ConsoleEvent.Connection { State: ChatConnectionState.Closed } closed:
                transcript.Error(Escaped($"-- {closed.Reason}"));
                break;
            default: TellState(entry); break;
        }
    }

    private void TellState(ConsoleEvent entry)
    {
        if (StateWords(entry) is { } words)
            transcript.State(Escaped(words));
    }

    private static string? StateWords(ConsoleEvent entry) => entry switch
    {
        ConsoleEvent.Joined joined => $"-- joined #{joined.Answer.Room}, {joined.Answer.PresentCount} here: {Names(joined.Answer)}",
        ConsoleEvent.Left left => $"-- left #{left.Room}",
        ConsoleEvent.Removed removed => $"-- {RemovalWords(removed.Code)} #{removed.Room}",
        ConsoleEvent.Moderated done => $"-- {done.Who} {ModerationWords(done)}",
        ConsoleEvent.Read { Answer: var read } => $"-- #{read.Room} is read{(read.Unread > 0 ? $", but for {read.Unread}" : "")}",
        ConsoleEvent.SettingChanged changed => $"-- {changed.Name} of #{changed.Room} is {changed.Value}",
        ConsoleEvent.StartsOver reset => $"-- #{reset.Room} starts over: messages printed above may have changed",
        ConsoleEvent.HistoryEnd end => end.HasMore ? "-- /history goes further back" : "-- the beginning of the room",
        ConsoleEvent.Hint hint => $"-- {hint.Sentence}",
        ConsoleEvent.Verbose verbose => $"** {verbose.Sentence}",
        ConsoleEvent.Rejoined rejoined => $"-- reconnected{Missed(rejoined)}{(rejoined.IsElsewhere ? $" in #{rejoined.Room}" : "")}",
        ConsoleEvent.Connection { Attempt: > 0 } retry => string.Create(
            CultureInfo.InvariantCulture,
            $"-- {(retry.State == ChatConnectionState.Connecting ? "cannot connect" : "disconnected")}: {retry.Reason}; "
            + $"retry {retry.Attempt} in {retry.RetryIn.TotalSeconds:0.0} s"),
        _ => null,
    };

    private static string RemovalWords(string code) => code switch
    {
        RoomRemovalCodes.Kicked => "kicked from",
        RoomRemovalCodes.Banned => "banned from",
        _ => "no longer in",
    };

    private static string ModerationWords(ConsoleEvent.Moderated done) => done.Command switch
    {
        Commands.Kick => $"is no longer a member of #{done.Room}",
        Commands.Ban => $"is banned from #{done.Room}",
        Commands.Unban => $"may join #{done.Room}",
        Commands.Mute => done.Until is null ? $"may post in #{done.Room}" : $"is muted in #{done.Room}",
        _ => $"is {done.Role} in #{done.Room}",
    };

    private static string Missed(ConsoleEvent.Rejoined rejoined) => rejoined switch
    {
        { WasReset: true } => "",
        { Missed: 0 } => ", nothing missed",
        { Missed: 1 } => ", 1 missed message",
        _ => $", {rejoined.Missed} missed messages",
    };

    private static string Names(JoinRoomResult answer) =>
        string.Join(", ", answer.Present.Select(user => user.Name)) + (answer.PresentCount > answer.Present.Length ? ", ..." : "");

    private void TellRooms(ConsoleEvent.Rooms rooms)
    {
        foreach (var room in rooms.List)
        {
            var entry = rooms.Inbox.FirstOrDefault(known => known.Room == room.Room);
            var marks = (room.IsPrivate ? ", private" : "") + (room.IsMember ? ", member" : "");
            if (entry is { Unread: > 0 })
                marks += $", {UnreadWords(entry)}";
            transcript.Message(Escaped($"{Label(room.Room, entry)}  {room.PresentCount} here{marks}"));
        }

        if (rooms.HasMore)
            transcript.State("-- there are more: /rooms PREFIX");
    }

    private void TellUnread(IReadOnlyList<InboxEntry> inbox)
    {
        foreach (var entry in inbox)
        {
            var last = entry.LastMessage is { } message ? $"  {message.Name}: {message.Text}" : "";
            transcript.Message(Escaped($"{Label(entry.Room, entry)}  {UnreadWords(entry)}{last}"));
        }

        if (inbox.Count == 0)
            transcript.State("-- nothing unread");
    }

    /// <summary>The name of a direct room is not for people. All other names are needed in commands.</summary>
    private static string Label(string room, InboxEntry? entry) => entry switch
    {
        { Kind: RoomKinds.Direct, Title: { } other } => $"@{other}",
        { Title: { Length: > 0 } title } => $"{title} (#{room})",
        _ => $"#{room}",
    };

    private static string UnreadWords(InboxEntry entry) =>
        $"{entry.Unread} unread" + (entry.Mentions > 0 ? $", {entry.Mentions} for you" : "");

    private void TellSettings(RoomInfo info)
    {
        foreach (var (name, value) in SettingNames.Lines(info))
            transcript.Message(Escaped($"{name,-14} {value}"));
    }

    private void TellMembers(ConsoleEvent.Members members)
    {
        // The user of the console is here. With no member here, the room does not show presence.
        var isShown = Array.Exists(members.List, member => member.IsPresent);
        foreach (var member in members.List)
        {
            var place = !isShown ? "" : member.IsPresent ? "here, " : "away, ";
            transcript.Message(Escaped($"{member.Name}  {place}{member.Role}"));
        }
        if (members.Count > members.List.Length)
            transcript.State($"-- {members.Count} members in all");
    }

    private void TellStatus(StatusReport status)
    {
        transcript.Message(Escaped(
            $"{status.Url}  {status.State}, {status.Transport ?? "no transport"}, {status.Protocol}, as {status.UserId ?? "nobody yet"}"));
        transcript.Message(Escaped(string.Create(
            CultureInfo.InvariantCulture,
            $"negotiate {Ms(status.NegotiateMs)}, connect {Ms(status.ConnectMs)}, "
            + $"round-trip {Ms(status.RoundTripMs)}, reconnects: {status.Reconnects}, "
            + $"waiting: {status.Waiting}")));
        foreach (var room in status.Rooms)
            transcript.Message(Escaped($"#{room.Room}  at {room.Cursor} of {(room.Head is { } head ? $"{head}" : "?")}"));
    }

    private static string Ms(double? ms) =>
        ms is { } known ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(known):0} ms") : "?";

    private void TellHelp()
    {
        foreach (var (name, arguments, does) in Commands.All)
            transcript.Message(Escaped($"/{$"{name} {arguments}",-21} {does}"));
        transcript.Message("A line that begins with // is sent with one slash. Tab completes commands, names, rooms and roles.");
    }

    private static string Escaped(string text) => MessageLines.Escaped(text);
}
