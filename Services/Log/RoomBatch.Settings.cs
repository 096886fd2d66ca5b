namespace SignalRChat.Services.Log;

internal sealed partial class RoomBatch
{
    private RoomCommandResult SetRoom(SetRoomCommand command, BatchRoom room, string? role)
    {
        if (role is null)
            return Refused(room.RefusalOfOthers);
        if (role is not (RoomRoles.Owner or RoomPermissions.Service))
            return Refused(ChatErrorCodes.Forbidden);

        var before = SettingsOf(room);
        var after = command.Apply(before, now);
        if (after == before)
            return new() { Revision = before.Revision ?? room.Head, Duplicate = true };
        if (IsArchivedFor(room, role))
            return Refused(ChatErrorCodes.Forbidden);

        var revision = Store(room, after);
        if ((after.Title, after.Data) != (before.Title, before.Data))
            rows.ChangeInboxes(room);
        Announce(room, MessageEventTypes.RoomChanged, userId: null, command.User, $"{command.User.Name} changed the room.");
        return new() { Revision = revision };
    }

    /// <summary>Takes the settings under the next revision.</summary>
    private long Store(BatchRoom room, RoomSettings settings)
    {
        room.Settings = settings with { Revision = room.Head + 1 };
        rows.SetSettings(room, room.Settings);
        room.Policy = RoomPolicy.Of(settings.Posting, settings.SlowModeSeconds, settings.ArchivedAt);
        room.Add(room.Settings.ToInfo(room.IsPrivate));
        return room.Head;
    }

    private RoomSettings SettingsOf(BatchRoom room) => room.Settings ??= rows.FindSettings(room);

    private bool Announces(BatchRoom room) => SettingsOf(room).Announces(room.IsPrivate);

    /// <summary>
    /// In a room that announces, posts a message of the kind <see cref="MessageKinds.System"/>. Its text is for clients that do not know
    /// the event.
    /// </summary>
    private void Announce(BatchRoom room, string type, string? userId, ChatUser? by, string text)
    {
        if (!Announces(room))
            return;
        var id = Guid.CreateVersion7(DateTimeOffset.FromUnixTimeMilliseconds(now));
        var author = by ?? ServiceCommand.Nobody;
        var message = new ChatMessage
        {
            MessageId = id.ToString(),
            Sequence = room.Head + 1,
            Revision = room.Head + 1,
            UserId = author.UserId,
            Name = author.Name,
            Text = text,
            PostedAt = now,
            Kind = MessageKinds.System,
            Event = new() { Type = type, UserId = userId, By = author.UserId.Length == 0 ? null : author.UserId },
        };
        if (!rows.TryAddMessage(room, id, message, room.OrdinalOf(message)))
            throw new InvalidOperationException($"{room.Name} has a message {id} already.");
        room.AddNew(message);
    }
}
