using System.Text.Json;
using System.Text.Json.Serialization;
using SignalRChat.Contracts;

namespace SignalRChat.ClientConsole.Output;

/// <summary>
/// Writes one event a line, as JSON in ASCII, without control characters. Notices for a person go to the diagnostics as well.
/// </summary>
internal sealed class JsonEvents(TextWriter output, IEventOutput diagnostics) : IEventOutput
{
    private static readonly JsonSerializerOptions _form = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private readonly Lock _lock = new();

    public void Tell(ConsoleEvent told)
    {
        if (Form(told) is { } form)
            Write(form);
        if (told is not (ConsoleEvent.Said or ConsoleEvent.Rooms or ConsoleEvent.Members or ConsoleEvent.Status or ConsoleEvent.Help))
            diagnostics.Tell(told);
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

    private static object? Form(ConsoleEvent told) => told switch
    {
        ConsoleEvent.Said said => Message(said),
        ConsoleEvent.Acked acked => new
        {
            @event = "acked",
            room = acked.Room,
            messageId = acked.MessageId,
            sequence = acked.Sequence,
            revision = acked.Revision,
            duplicate = acked.Duplicate,
        },
        ConsoleEvent.Joined joined => new
        {
            @event = "joined",
            room = joined.Answer.Room,
            head = joined.Answer.Head,
            epoch = joined.Answer.Epoch,
            role = joined.Answer.Role,
            present = joined.Answer.Present.Select(user => new { userId = user.UserId, name = user.Name }),
            presentCount = joined.Answer.PresentCount,
        },
        ConsoleEvent.Left left => new { @event = "left", room = left.Room },
        ConsoleEvent.Removed removed => new { @event = "removed", room = removed.Room, code = removed.Code },
        ConsoleEvent.Moderated done => new
        {
            @event = done.Command,
            room = done.Room,
            userId = done.UserId,
            name = done.Who,
            revision = done.Revision,
            role = done.Role,
        },
        ConsoleEvent.Lost lost => new { @event = "lost", room = lost.Room, code = lost.Code, reason = lost.Reason },
        ConsoleEvent.StartsOver reset => new { @event = "reset", room = reset.Room },
        ConsoleEvent.Rejoined rejoined =>
            new { @event = "rejoined", room = rejoined.Room, missed = rejoined.Missed, reset = rejoined.WasReset },
        ConsoleEvent.Connection change => Connection(change),
        ConsoleEvent.Rooms rooms => new
        {
            @event = "rooms",
            rooms = rooms.List.Select(room => new
            {
                room = room.Room,
                isPrivate = room.IsPrivate,
                isMember = room.IsMember,
                head = room.Head,
                presentCount = room.PresentCount,
            }),
            hasMore = rooms.HasMore,
        },
        ConsoleEvent.Members members => new
        {
            @event = "members",
            room = members.Room,
            members = members.List.Select(member =>
                new { userId = member.UserId, name = member.Name, role = member.Role, isPresent = member.IsPresent }),
            memberCount = members.Count,
        },
        ConsoleEvent.HistoryEnd end => new { @event = "historyEnd", room = end.Room, hasMore = end.HasMore },
        ConsoleEvent.Status status => Status(status.Report),
        ConsoleEvent.Refused refused => new { @event = "refused", code = refused.Code, reason = refused.Reason },
        _ => null,
    };

    private static object Message(ConsoleEvent.Said said)
    {
        var message = said.Message;
        return new
        {
            @event = said.IsHistory ? "history" : What(message),
            room = said.Room,
            messageId = message.MessageId,
            sequence = message.Sequence,
            revision = message.Revision,
            userId = message.UserId,
            name = message.Name,
            text = message.DeletedAt is null ? message.Text : null,
            postedAt = message.PostedAt,
            editedAt = message.EditedAt,
            deletedAt = message.DeletedAt,
            replyTo = message.ReplyTo,
            own = said.IsOwn,
        };
    }

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
        url = status.Url,
        state = status.State,
        transport = status.Transport,
        protocol = status.Protocol,
        userId = status.UserId,
        negotiateMs = status.NegotiateMs,
        connectMs = status.ConnectMs,
        roundTripMs = status.RoundTripMs,
        reconnects = status.Reconnects,
        waiting = status.Waiting,
        rooms = status.Rooms.Select(room => new { room = room.Room, cursor = room.Cursor, head = room.Head }),
    };
}
