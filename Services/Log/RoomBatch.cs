namespace SignalRChat.Services.Log;

/// <summary>
/// Applies the commands of one batch, in order, inside a transaction: the rules of a room, the same for every database. A room
/// and a membership are looked up once in each batch, and a new message costs one call: the speed of sending depends on this.
/// </summary>
internal sealed partial class RoomBatch(IBatchRows rows, string epoch, long now)
{
    private readonly Dictionary<string, BatchRoom> _rooms = [];

    public BatchResult Apply(IReadOnlyList<RoomCommand> commands)
    {
        var results = new RoomCommandResult[commands.Count];
        _rooms.EnsureCapacity(commands.Count);
        for (var index = 0; index < results.Length; index++)
            results[index] = Apply(commands[index]);

        var updates = new List<RoomUpdate>(_rooms.Count);
        foreach (var room in _rooms.Values)
        {
            if (room.HasLostOwner)
                EnsureOwner(room);
            if (!room.IsChanged)
                continue;
            if (room.HasRemoval)
                rows.FreeIfEmpty(room);
            rows.SetHead(room);
            updates.Add(room.ToUpdate(epoch));
        }

        return new(results, updates);
    }

    private RoomCommandResult Apply(RoomCommand command)
    {
        if (command is SetProfileCommand profile)
            return SetProfile(profile);
        if (command is MoveReaderCommand move)
            return MoveReader(move);
        var room = FindRoom(command.Room);
        var role = FindRole(room, command.User.UserId);
        // The command may have waited since before the ban. A backend decides itself for whom it acts.
        return command is not ServiceCommand && rows.IsBarred(command.User.UserId)
            ? RefuseBarred(command, room)
            : Apply(command, room, role);
    }

    /// <summary>A message that is stored is answered as stored: the outcome of an earlier commit may be unknown.</summary>
    private RoomCommandResult RefuseBarred(RoomCommand command, BatchRoom room) =>
        command is PostCommand post && Identifiers.TryParseMessageId(post.MessageId, out var id)
            ? Repeat(rows.FindMessage(room, id), post, ChatErrorCodes.Banned)
            : Refused(ChatErrorCodes.Banned);

    private RoomCommandResult Apply(RoomCommand command, BatchRoom room, string? role) => command switch
    {
        PostCommand post => Post(post, room, role),
        EditCommand edit => Edit(edit, room, role),
        DeleteCommand delete => Delete(delete, room, role),
        ReactCommand react => React(react, room, role),
        JoinCommand join => Join(join, room, role),
        CreateCommand create => Create(create, room, role),
        LeaveCommand leave => Leave(leave, room, role),
        OpenDirectCommand open => OpenDirect(open, room, role),
        BlockCommand block => Block(block),
        ReportCommand report => Report(report, room, role),
        ModerationCommand moderation => Moderate(moderation, room, role),
        SetRoomCommand set => SetRoom(set, room, role),
        ServiceCommand service => Serve(service, room),
        _ => throw new InvalidOperationException($"The store does not support {command.GetType().Name}."),
    };

    private RoomCommandResult Post(PostCommand command, BatchRoom room, string? role)
    {
        if (!Identifiers.TryParseMessageId(command.MessageId, out var id))
            return Refused(ChatErrorCodes.InvalidArgument);
        var replyTo = default(Guid);
        if (command.ReplyTo is not null && !Identifiers.TryParseMessageId(command.ReplyTo, out replyTo))
            return Refused(ChatErrorCodes.InvalidArgument);

        // A stored message is answered as stored even if its author has left since: otherwise a repeat would be refused.
        if (role is null)
            return Repeat(rows.FindMessage(room, id), command, room.RefusalOfOthers);
        if (RestrictPost(command, room, role) is { } restricted)
            return rows.FindMessage(room, id) is { } stored ? Repeat(stored, command, restricted.RefusalCode!) : restricted;
        if (command.ReplyTo is not null && !rows.HasMessage(room, replyTo))
            return Repeat(rows.FindMessage(room, id), command, ChatErrorCodes.MessageNotFound);

        var revision = room.Head + 1;
        var message = new ChatMessage
        {
            MessageId = command.MessageId,
            Sequence = revision,
            Revision = revision,
            UserId = command.User.UserId,
            Name = command.User.Name,
            Text = command.Text,
            PostedAt = now,
            ReplyTo = command.ReplyTo,
            Kind = command.Details?.Kind,
            Data = command.Details?.Data,
            Mentions = command.Details?.Mentions,
            Event = command.Details?.Event,
        };
        if (!rows.TryAddMessage(room, id, message, room.OrdinalOf(message)))
            return Repeat(rows.FindMessage(room, id), command, ChatErrorCodes.MessageIdTaken);

        room.AddNew(message);
        Posted(room, message.UserId);
        return Answer(message);
    }

    private RoomCommandResult Edit(EditCommand command, BatchRoom room, string? role)
    {
        var refusal = FindOwn(command, command.MessageId, room, role, out var id, out var message);
        // As with a post: a repeat is answered as stored, even if its author may not edit any more.
        var mayBeRepeat = message is { DeletedAt: null } && (refusal is null || IsOwn(message, command));
        if (mayBeRepeat && message!.Text == command.Text)
            return Answer(message) with { Duplicate = true };
        if ((refusal ?? RestrictEdit(command, room, role!)) is { } code)
            return Refused(code);
        if (message!.DeletedAt is not null)
            return Refused(ChatErrorCodes.MessageDeleted);
        return Change(room, id, message, message with { Text = command.Text, EditedAt = now, Revision = room.Head + 1 });
    }

    private RoomCommandResult Delete(DeleteCommand command, BatchRoom room, string? role)
    {
        if (FindOwn(command, command.MessageId, room, role, out var id, out var message) is { } refusal
            && !(refusal == ChatErrorCodes.NotTheAuthor && MayDelete(command, room, role!, message!)))
        {
            return Refused(refusal);
        }
        if (message!.DeletedAt is not null)
            return Answer(message) with { Duplicate = true };
        var deleted = message with
        {
            Text = "",
            Data = null,
            Mentions = null,
            DeletedAt = now,
            DeletedBy = message.UserId == command.User.UserId ? null : command.User.UserId,
            Revision = room.Head + 1,
        };
        return Change(room, id, message, deleted);
    }

    private RoomCommandResult Change(BatchRoom room, Guid id, ChatMessage old, ChatMessage message)
    {
        rows.ChangeMessage(room, id, message);
        room.Add(message, replaced: old.Revision);
        return Answer(message);
    }

    /// <summary>A message that the user may change, or the code to refuse with.</summary>
    private string? FindOwn(RoomCommand command, string messageId, BatchRoom room, string? role, out Guid id, out ChatMessage? message)
    {
        if (Find(messageId, room, role, out id, out message) is { } code)
            return code;
        if (role == RoomPermissions.Service)
            return null;
        return IsOwn(message!, command) ? null : ChatErrorCodes.NotTheAuthor;
    }

    /// <summary>A message of the server has no author who could change it.</summary>
    private static bool IsOwn(ChatMessage message, RoomCommand command) =>
        message.UserId == command.User.UserId && message.Event is null;

    /// <summary>A message for a member, or the code to refuse with: first that of an outsider.</summary>
    private string? Find(string messageId, BatchRoom room, string? role, out Guid id, out ChatMessage? message)
    {
        var isId = Identifiers.TryParseMessageId(messageId, out id);
        message = isId ? rows.FindMessage(room, id) : null;
        if (role is null)
            return room.RefusalOfOthers;
        if (message is not null)
            return null;
        return isId ? ChatErrorCodes.MessageNotFound : ChatErrorCodes.InvalidArgument;
    }

    private static RoomCommandResult Repeat(ChatMessage? stored, PostCommand command, string otherwise) =>
        stored is not null && stored.UserId == command.User.UserId ? Answer(stored) with { Duplicate = true } : Refused(otherwise);

    private static RoomCommandResult Answer(ChatMessage message) =>
        new() { Sequence = message.Sequence, Revision = message.Revision, PostedAt = message.PostedAt };

    private BatchRoom FindRoom(string name)
    {
        if (_rooms.TryGetValue(name, out var room))
            return room;

        _rooms.Add(name, room = new(name));
        rows.Find(room);
        return room;
    }

    private string? FindRole(BatchRoom room, string userId)
    {
        if (!room.TryGetRole(userId, out var role))
            room.SetRole(userId, role = rows.FindRole(room, userId));
        return role;
    }

    private static RoomCommandResult Refused(string code) => new() { RefusalCode = code };
}
