using System.Diagnostics;

namespace SignalRChat.Services.Log;

/// <summary>The sentence for each code the store refuses a command with.</summary>
internal static class Refusals
{
    /// <param name="code">The code.</param>
    /// <param name="command">The refused command.</param>
    /// <param name="retryAfter">In milliseconds; 0 if it is not known.</param>
    public static ChatRefusedException For(string code, RoomCommand command, int retryAfter = 0)
    {
        var sentence = (code, command) switch
        {
            (ChatErrorCodes.RoomNotFound, _) => NoRoom(command.Room),
            (_, MoveReaderCommand) => OfReader(code),
            (_, ServiceCommand service) => For(code, service.Command).Message,
            (ChatErrorCodes.Forbidden, _) => Forbidden(command),
            (ChatErrorCodes.Banned, InviteCommand) => $"The user is banned from {command.Room}; lift the ban first.",
            (ChatErrorCodes.TooManyRooms, InviteCommand) => "The user is a member of as many rooms as a user may be.",
            (ChatErrorCodes.PreconditionFailed, SetProfileCommand) => "The user has changed since; read it again.",
            (ChatErrorCodes.MessageNotFound, PostCommand) => $"replyTo must be the id of a message of {command.Room}.",
            _ => Sentence(code, command.Room),
        };
        return new(code, sentence, retryAfter == 0 ? null : TimeSpan.FromMilliseconds(retryAfter));
    }

    public static ChatRefusedException NotAMember(string room) => new(ChatErrorCodes.NotAMember, Sentence(ChatErrorCodes.NotAMember, room));

    public static ChatRefusedException RoomNotFound(string room) => new(ChatErrorCodes.RoomNotFound, NoRoom(room));

    public static ChatRefusedException MessageNotFound(string room) =>
        new(ChatErrorCodes.MessageNotFound, Sentence(ChatErrorCodes.MessageNotFound, room));

    /// <summary>The token restricts the user to other rooms.</summary>
    public static ChatRefusedException OutsideGrant(string room) =>
        new(ChatErrorCodes.Forbidden, $"The chat claim of your token does not permit {room}.");

    /// <summary>For a backend that follows all rooms.</summary>
    public static ChatRefusedException ReaderUnknown() =>
        new(ChatErrorCodes.CursorUnknown, OfReader(ChatErrorCodes.CursorUnknown));

    private static string OfReader(string code) => code == EventReader.TooMany
        ? "There are as many readers of all rooms as Api:Events:Readers permits; use the cursor of one of them."
        : "The cursor is not one of the last two of its reader, was not used for too long, or is of another epoch; begin again without "
            + "after, or with after=latest.";

    private static string NoRoom(string room) => $"There is no room {room}.";

    /// <summary>For a user that is banned from the server, or a token that was revoked.</summary>
    public static ChatRefusedException NoAccess(string code) => code == SessionEndCodes.Banned
        ? new(ChatErrorCodes.Banned, "You are banned from this server.")
        : new(ChatErrorCodes.InvalidToken, "The token was revoked; connect with another one.");

    private static string Forbidden(RoomCommand command) => command switch
    {
        JoinCommand join => join.Grant?.MayEnter(join.Room) == false
            ? OutsideGrant(join.Room).Message
            : $"{join.Room} is archived: its members can read it, and no user can join.",
        CreateCommand { MayMake: true } =>
            $"Your token does not permit {command.Room}, or one of you and the users whom you add blocks the other.",
        CreateCommand create => $"You may not make rooms of the kind {create.Kind}.",
        InviteCommand =>
            $"Only owners of {command.Room} may add members with a role, and only moderators and owners other members. You may not add a "
            + "user if one of you blocks the other.",
        PostCommand or EditCommand or ReactCommand when DirectRooms.IsName(command.Room) =>
            "One of the two users of this direct room blocks the other.",
        PostCommand or EditCommand or ReactCommand => $"Only moderators and owners may post in {command.Room}, or it is archived.",
        OpenDirectCommand => "You may not open a direct room with this user.",
        MakeRoomCommand or AddMemberCommand => $"{command.Room} is a direct room: its two users open it, and have no other member.",
        SetRoleCommand => $"Only owners of {command.Room} may assign roles, and not to other owners.",
        SetRoomCommand => $"Only owners of {command.Room} may change it, and only a backend while it is archived.",
        UnbanCommand => $"Only moderators and owners of {command.Room} may lift bans.",
        _ => $"Only moderators and owners of {command.Room} may do this, and only to members with a lower role. If it is archived, they "
            + "may only remove members.",
    };

    private static string Sentence(string code, string room) => code switch
    {
        ChatErrorCodes.NotAMember => $"You are not a member of {room}; join it first.",
        ChatErrorCodes.Banned => $"You are banned from {room}.",
        ChatErrorCodes.TooManyRoomsMade =>
            $"You reached the limit of rooms, so {room} was not created. An empty room without messages counts until 24 h after its "
            + "creation.",
        ChatErrorCodes.RoomExists => $"There is another room {room}; choose another name.",
        ChatErrorCodes.TooManyRooms => "You, or a user whom you add, are a member of as many rooms as a user may be; leave one first.",
        ChatErrorCodes.TooManyBlocks => $"You block {ChatLimits.Blocks} users already; lift a block first.",
        ChatErrorCodes.Muted => $"You are muted in {room}.",
        ChatErrorCodes.SlowMode => $"{room} has a slow mode.",
        ChatErrorCodes.RoomFull => $"{room} has as many members as it may have.",
        ChatErrorCodes.MemberNotFound => $"{room} has no such member.",
        ChatErrorCodes.LastOwner => $"{room} would have no owner; make another member an owner first.",
        ChatErrorCodes.MessageNotFound => $"{room} has no message with this id.",
        ChatErrorCodes.NotTheAuthor => "Only the author may change the message.",
        ChatErrorCodes.PreconditionFailed => "It has changed since, or does not exist; read it again.",
        ChatErrorCodes.MessageDeleted => "The message was deleted.",
        ChatErrorCodes.TooManyReactions =>
            $"The message has {ChatLimits.ReactionsPerMessage} different emoji already; use one of these.",
        ChatErrorCodes.MessageIdTaken => "Another user's message has this id; choose a new one.",
        _ => throw new UnreachableException($"The store refused a command with the unknown code {code}."),
    };
}
