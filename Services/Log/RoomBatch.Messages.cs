using SignalRChat.Contracts;

namespace SignalRChat.Services.Log;

internal sealed partial class RoomBatch
{
    private RoomCommandResult Post(PostCommand command, BatchRoom room, string? role)
    {
        if (!MessageIds.TryParse(command.MessageId, out var id))
            return Refused(ChatErrorCodes.InvalidArgument);
        if (command.ReplyTo is not null && !MessageIds.TryParse(command.ReplyTo, out _))
            return Refused(ChatErrorCodes.InvalidArgument);

        // A stored message is answered as stored even if its author has left since: otherwise a repeat would be refused.
        if (role is null)
            return Repeat(rows.FindMessage(room, id), command, ChatErrorCodes.NotAMember);

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
        };
        if (!rows.TryAddMessage(room, id, message))
            return Repeat(rows.FindMessage(room, id), command, ChatErrorCodes.MessageIdTaken);

        room.Add(message);
        return Answer(message);
    }

    private RoomCommandResult Edit(EditCommand command, BatchRoom room, string? role)
    {
        if (FindOwn(command, command.MessageId, room, role, out var id, out var message) is { } refusal)
            return Refused(refusal);
        if (message!.DeletedAt is not null)
            return Refused(ChatErrorCodes.MessageDeleted);
        if (message.Text == command.Text)
            return Answer(message) with { Duplicate = true };
        return Change(room, id, message, message with { Text = command.Text, EditedAt = now, Revision = room.Head + 1 });
    }

    private RoomCommandResult Delete(DeleteCommand command, BatchRoom room, string? role)
    {
        if (FindOwn(command, command.MessageId, room, role, out var id, out var message) is { } refusal)
            return Refused(refusal);
        if (message!.DeletedAt is not null)
            return Answer(message) with { Duplicate = true };
        return Change(room, id, message, message with { Text = "", DeletedAt = now, Revision = room.Head + 1 });
    }

    private RoomCommandResult Change(BatchRoom room, Guid id, ChatMessage old, ChatMessage message)
    {
        rows.ChangeMessage(room, id, message);
        room.Add(message, replaced: old.Revision);
        return Answer(message);
    }

    /// <summary>The user's own message, or the code to refuse with.</summary>
    private string? FindOwn(RoomCommand command, string messageId, BatchRoom room, string? role, out Guid id, out ChatMessage? message)
    {
        (id, message) = (default, null);
        if (role is null)
            return ChatErrorCodes.NotAMember;
        if (!MessageIds.TryParse(messageId, out id))
            return ChatErrorCodes.InvalidArgument;
        message = rows.FindMessage(room, id);
        if (message is null)
            return ChatErrorCodes.MessageNotFound;
        return message.UserId == command.User.UserId ? null : ChatErrorCodes.NotTheAuthor;
    }

    private static RoomCommandResult Repeat(ChatMessage? stored, PostCommand command, string otherwise) =>
        stored is not null && stored.UserId == command.User.UserId ? Answer(stored) with { Duplicate = true } : Refused(otherwise);

    private static RoomCommandResult Answer(ChatMessage message) =>
        new() { Sequence = message.Sequence, Revision = message.Revision, PostedAt = message.PostedAt };
}
