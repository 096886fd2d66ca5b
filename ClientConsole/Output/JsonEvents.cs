using System.Text.Json;
using System.Text.Json.Serialization;

namespace SignalRChat.ClientConsole.Output;

/// <summary>
/// Writes one event a line, as JSON in ASCII, without control characters. Notices for a person go to the diagnostics as well.
/// </summary>
internal sealed class JsonEvents(TextWriter output, IEventOutput diagnostics) : IEventOutput
{
    private static readonly JsonSerializerOptions _form = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

    private readonly Lock _lock = new();

    public void Tell(ConsoleEvent entry)
    {
        if (Form(entry) is { } form)
            Write(form);
        if (!IsAnswer(entry))
            diagnostics.Tell(entry);
    }

    public void Write(object form)
    {
        var line = JsonSerializer.Serialize(form, _form);
        lock (_lock)
        {
            output.Write(line + "\n");
            output.Flush();
        }
    }

    /// <summary>The answers to a program. They are no notices for a person.</summary>
    private static bool IsAnswer(ConsoleEvent entry) =>
        entry is ConsoleEvent.Said or ConsoleEvent.Rooms or ConsoleEvent.Members or ConsoleEvent.Status or ConsoleEvent.Help
            or ConsoleEvent.Settings or ConsoleEvent.Unread;

    private static object? Form(ConsoleEvent entry) => entry switch
    {
        ConsoleEvent.Said said => Message(said, said.Message),
        ConsoleEvent.Acked acked =>
            new { @event = "acked", acked.Room, acked.MessageId, acked.Sequence, acked.Revision, acked.Duplicate },
        ConsoleEvent.Joined { Answer: var joined } => new
        {
            @event = "joined",
            joined.Room,
            joined.Head,
            joined.Epoch,
            joined.Role,
            present = joined.Present.Select(user => new { user.UserId, user.Name }),
            joined.PresentCount,
        },
        ConsoleEvent.Left left => new { @event = "left", left.Room },
        ConsoleEvent.Removed removed => new { @event = "removed", removed.Room, removed.Code },
        ConsoleEvent.Moderated done => new
        {
            @event = done.Command,
            done.Room,
            done.UserId,
            name = done.Who,
            done.Revision,
            done.Role,
            until = done.Until?.ToUnixTimeMilliseconds(),
        },
        ConsoleEvent.Reacted { Reactions: var reactions } reacted => new
        {
            @event = "reactions",
            reacted.Room,
            reactions.MessageId,
            reactions.Sequence,
            reactions.Revision,
            tallies = reactions.Tallies.Select(tally => new { tally.Emoji, tally.Count, tally.UserIds }),
        },
        ConsoleEvent.Settings settings => Settings(settings.Room, settings.Info),
        ConsoleEvent.SettingChanged changed =>
            new { @event = "settingChanged", changed.Room, changed.Name, changed.Value, changed.Revision },
        ConsoleEvent.Lost lost => new { @event = "lost", lost.Room, lost.Code, lost.Reason },
        ConsoleEvent.StartsOver reset => new { @event = "reset", reset.Room },
        ConsoleEvent.Rejoined rejoined => new { @event = "rejoined", rejoined.Room, rejoined.Missed, reset = rejoined.WasReset },
        ConsoleEvent.Connection change => Connection(change),
        ConsoleEvent.Rooms rooms => new
        {
            @event = "rooms",
            rooms = rooms.List.Select(room => Room(room, rooms.Inbox.FirstOrDefault(entry => entry.Room == room.Room))),
            rooms.HasMore,
        },
        ConsoleEvent.Unread unread => new { @event = "unread", rooms = unread.Inbox.Select(Entry) },
        ConsoleEvent.Read { Answer: var read } => new { @event = "read", read.Room, read.ReadThrough, read.Unread, read.Mentions },
        ConsoleEvent.Members members => new
        {
            @event = "members",
            members.Room,
            members = members.List.Select(member => new { member.UserId, member.Name, member.Role, member.IsPresent }),
            memberCount = members.Count,
        },
        ConsoleEvent.HistoryEnd end => new { @event = "historyEnd", end.Room, end.HasMore },
        ConsoleEvent.Status status => Status(status.Report),
        ConsoleEvent.Refused refused => new { @event = "refused", refused.Code, refused.Reason },
        _ => null,
    };

    private static object Message(ConsoleEvent.Said said, ChatMessage message) => new
    {
        @event = said.IsHistory ? "history" : What(message),
        said.Room,
        message.MessageId,
        message.Sequence,
        message.Revision,
        message.UserId,
        message.Name,
        text = message.DeletedAt is null ? message.Text : null,
        message.PostedAt,
        message.EditedAt,
        message.DeletedAt,
        message.ReplyTo,
        own = said.IsOwn,
    };

    private static object Room(RoomSummary room, InboxEntry? entry) => new
    {
        room.Room,
        room.IsPrivate,
        room.IsMember,
        room.Head,
        room.PresentCount,
        entry?.Title,
        entry?.Unread,
        entry?.Mentions,
    };

    private static object Entry(InboxEntry entry) => new
    {
        entry.Room,
        entry.Kind,
        entry.Title,
        entry.Role,
        entry.Unread,
        entry.Mentions,
        entry.ReadThrough,
        lastMessage = entry.LastMessage is not { } last ? null : new
        {
            last.MessageId,
            last.Sequence,
            last.UserId,
            last.Name,
            last.Text,
            last.PostedAt,
        },
    };

    private static object Settings(string room, RoomInfo info) => new
    {
        @event = "settings",
        room,
        info.Kind,
        info.Title,
        info.Announce,
        info.Posting,
        info.SlowModeSeconds,
        info.MaxMembers,
        info.Typing,
        info.Presence,
        info.RetentionDays,
        info.ArchivedAt,
        info.Revision,
    };

    private static string What(ChatMessage message) => message switch
    {
        { DeletedAt: not null } => "deleted",
        { EditedAt: not null } => "edited",
        _ => "message",
    };

    private static object Connection(ConsoleEvent.Connection change) => new
    {
        @event = "connection",
        state = change.State.ToString().ToLowerInvariant(),
        attempt = change.Attempt > 0 ? change.Attempt : (long?)null,
        retryInMs = change.Attempt > 0 ? (long)change.RetryIn.TotalMilliseconds : (long?)null,
        reason = change.Reason.Length > 0 ? change.Reason : null,
    };

    private static object Status(StatusReport status) => new
    {
        @event = "status",
        status.Url,
        status.State,
        status.Transport,
        status.Protocol,
        status.UserId,
        status.NegotiateMs,
        status.ConnectMs,
        status.RoundTripMs,
        status.Reconnects,
        status.Waiting,
        rooms = status.Rooms.Select(room => new { room.Room, room.Cursor, room.Head }),
    };
}
