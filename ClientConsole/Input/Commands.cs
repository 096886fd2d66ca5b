namespace SignalRChat.ClientConsole.Input;

/// <summary>The names of the commands, and their lines in <c>/help</c>.</summary>
internal static class Commands
{
    public const string Join = "join";
    public const string Leave = "leave";
    public const string Rooms = "rooms";
    public const string Who = "who";
    public const string History = "history";
    public const string Msg = "msg";
    public const string Me = "me";
    public const string Edit = "edit";
    public const string Delete = "delete";
    public const string Kick = "kick";
    public const string Ban = "ban";
    public const string Unban = "unban";
    public const string Role = "role";
    public const string Dm = "dm";
    public const string New = "new";
    public const string Add = "add";
    public const string Mute = "mute";
    public const string React = "react";
    public const string Reply = "reply";
    public const string Settings = "settings";
    public const string Unread = "unread";
    public const string Read = "read";
    public const string Status = "status";
    public const string Reconnect = "reconnect";
    public const string Help = "help";
    public const string Quit = "quit";

    public static IReadOnlyList<(string Name, string Arguments, string Does)> All { get; } =
    [
        (Join, "ROOM", "join a room and talk in it"),
        (Leave, "[ROOM]", "leave a room, by default this one"),
        (Rooms, "[PREFIX]", "list the rooms, and what is unread in yours"),
        (Unread, "", "list your rooms with unread messages"),
        (Read, "[ROOM]", "mark a room as read on all your devices, by default this one"),
        (Who, "", "list the members of this room"),
        (History, "[N]", "print N older messages, by default 20"),
        (Msg, "ROOM TEXT", "send to another room that you are in"),
        (Me, "TEXT", "send an action"),
        (Dm, "WHO", "open the room of you two and talk in it"),
        (New, "ROOM [TITLE]", "make a private room and talk in it"),
        (Reply, "[^N] TEXT", "reply to the last message here, or the N-th from the end"),
        (React, "[^N] EMOJI", "react to the last message here; -EMOJI takes it back"),
        (Edit, "[^N] TEXT", "edit your last message here, or your N-th from the end"),
        (Delete, "[^N]", "delete your last message here, or your N-th from the end"),
        (Add, "WHO [ROLE]", "make a user a member of this room"),
        (Mute, "WHO [MINUTES]", "forbid a member to post, by default for 60; 0 permits it"),
        (Kick, "WHO", "remove a member; a public room may be joined again"),
        (Ban, "WHO", "remove a user and prevent another join"),
        (Unban, "WHO", "lift a ban"),
        (Role, "WHO ROLE", "make a member owner, moderator or member"),
        (Settings, "[NAME VALUE]", "print the settings of this room, or change one"),
        (Status, "", "print the state of the connection and the rooms"),
        (Reconnect, "", "drop the connection and connect again now"),
        (Help, "", "print this list"),
        (Quit, "", "end"),
    ];

    /// <summary>Commands of other chat programs, for which the nearest name would be the wrong one.</summary>
    public static IReadOnlyDictionary<string, string> Elsewhere { get; } = new Dictionary<string, string>
    {
        ["exit"] = Quit,
        ["bye"] = Quit,
        ["part"] = Leave,
        ["list"] = Rooms,
        ["names"] = Who,
        ["members"] = Who,
        ["query"] = Dm,
        ["whisper"] = Dm,
        ["create"] = New,
        ["invite"] = Add,
        ["topic"] = Settings,
        ["remove"] = Delete,
        ["op"] = Role,
    };

    /// <summary>Commands whose first argument is a room's name.</summary>
    public static bool TakesRoom(string name) => name is Join or Leave or Msg or Rooms or Read;

    /// <summary>Commands whose first argument is a user: a name, or a user id after <c>id:</c>.</summary>
    public static bool TakesPerson(string name) => name is Kick or Ban or Unban or Role or Dm or Add or Mute;

    /// <summary>Commands that refer to an earlier message, which must have its place by then.</summary>
    public static bool LooksBack(string name) => name is Edit or Delete or React or Reply;

    /// <summary>Commands that must work while all others wait for a connection.</summary>
    public static bool IsAtOnce(string name) => name is Status or Reconnect or Help or Quit;
}
