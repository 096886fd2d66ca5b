using SignalRChat.Contracts;

namespace SignalRChat.Tests.Authorization;

/// <summary>A caller of the hub: without a usable sign-in, or a user in a relation to the room.</summary>
internal enum Caller
{
    NoToken,
    OtherAudience,
    ApiKey,
    BannedEverywhere,
    Stranger,
    Removed,
    Banned,

    /// <summary>A member whose token is for other rooms.</summary>
    Confined,

    /// <summary>A member whom a moderator muted.</summary>
    Muted,

    /// <summary>One of the two users of a direct room, whom the other one blocks.</summary>
    Blocked,
    Member,
    GuestMember,

    /// <summary>A member whose token says so.</summary>
    ServiceByToken,

    /// <summary>A member whose token gives the role.</summary>
    ModeratorByToken,
    Moderator,
    Owner,
}

internal enum RoomKind
{
    Public,
    Private,
    Direct,
}

/// <summary>The demand of a hub method on its caller.</summary>
internal enum Rule
{
    /// <summary>A sign-in.</summary>
    SignedIn,

    /// <summary>A sign-in alone: without a membership it does nothing.</summary>
    Leaves,

    /// <summary>A membership, or a public room that the user is not banned from.</summary>
    Joins,

    Member,

    /// <summary>A membership without a mute; in a direct room also without a block.</summary>
    Writes,

    Moderator,
    Owner,
}

/// <summary>
/// The rules, written by hand: the expectations follow from them and from nothing that the server says. A method or a route without a
/// rule fails the test.
/// </summary>
internal static class Rules
{
    public const string Yes = "yes";

    public static readonly Dictionary<string, Rule> Hub = new()
    {
        [nameof(IChatHub.JoinRoom)] = Rule.Joins,
        [nameof(IChatHub.CreateRoom)] = Rule.SignedIn,
        [nameof(IChatHub.LeaveRoom)] = Rule.Leaves,
        [nameof(IChatHub.UnsubscribeRoom)] = Rule.Leaves,
        [nameof(IChatHub.SendMessage)] = Rule.Writes,
        [nameof(IChatHub.EditMessage)] = Rule.Writes,
        [nameof(IChatHub.DeleteMessage)] = Rule.Member,
        [nameof(IChatHub.React)] = Rule.Writes,
        [nameof(IChatHub.GetUpdates)] = Rule.Member,
        [nameof(IChatHub.GetHistory)] = Rule.Member,
        [nameof(IChatHub.StartTyping)] = Rule.Member,
        [nameof(IChatHub.StopTyping)] = Rule.Member,
        [nameof(IChatHub.GetMembers)] = Rule.Member,
        [nameof(IChatHub.ListRooms)] = Rule.SignedIn,
        [nameof(IChatHub.KickMember)] = Rule.Moderator,
        [nameof(IChatHub.BanMember)] = Rule.Moderator,
        [nameof(IChatHub.AddMember)] = Rule.Moderator,
        [nameof(IChatHub.UnbanMember)] = Rule.Moderator,
        [nameof(IChatHub.MuteMember)] = Rule.Moderator,
        [nameof(IChatHub.SetRoom)] = Rule.Owner,
        [nameof(IChatHub.ListBans)] = Rule.Moderator,
        [nameof(IChatHub.ReportMessage)] = Rule.Member,
        [nameof(IChatHub.OpenDirect)] = Rule.SignedIn,
        [nameof(IChatHub.BlockUser)] = Rule.SignedIn,
        [nameof(IChatHub.ListBlocks)] = Rule.SignedIn,
        [nameof(IChatHub.SetRole)] = Rule.Owner,
        [nameof(IChatHub.FollowInbox)] = Rule.SignedIn,
        [nameof(IChatHub.MarkRead)] = Rule.Member,
        [nameof(IChatHub.GetReadCursors)] = Rule.Member,
        [nameof(IChatHub.Reauthenticate)] = Rule.SignedIn,
    };

    /// <summary>The methods that a token for other rooms permits: those that name no room, and those that let go of one.</summary>
    private static readonly string[] _inAnyRoom =
    [
        nameof(IChatHub.LeaveRoom), nameof(IChatHub.UnsubscribeRoom), nameof(IChatHub.ListRooms), nameof(IChatHub.BlockUser),
        nameof(IChatHub.ListBlocks), nameof(IChatHub.FollowInbox), nameof(IChatHub.Reauthenticate),
    ];

    private const string Anyone = "";

    /// <summary>The scope of each route.</summary>
    public static readonly Dictionary<string, string> Api = new()
    {
        ["GET /openapi.json"] = Anyone,
        ["GET /rooms"] = "rooms",
        ["PUT /rooms/{room}"] = "rooms",
        ["GET /rooms/{room}"] = "rooms",
        ["PATCH /rooms/{room}"] = "rooms",
        ["DELETE /rooms/{room}"] = "rooms",
        ["GET /rooms/{room}/members"] = "rooms",
        ["PUT /rooms/{room}/members/{userId}"] = "rooms",
        ["DELETE /rooms/{room}/members/{userId}"] = "rooms",
        ["GET /rooms/{room}/bans"] = "rooms",
        ["GET /rooms/{room}/reports"] = "rooms",
        ["GET /rooms/{room}/messages"] = "messages",
        ["PUT /rooms/{room}/messages/{messageId}"] = "messages",
        ["GET /rooms/{room}/messages/{messageId}"] = "messages",
        ["PATCH /rooms/{room}/messages/{messageId}"] = "messages",
        ["DELETE /rooms/{room}/messages/{messageId}"] = "messages",
        ["GET /rooms/{room}/updates"] = "messages",
        ["GET /events"] = "read",
        ["GET /users/{userId}/rooms"] = "users",
        ["GET /users/{userId}/connections"] = "users",
        ["DELETE /users/{userId}/connections"] = "users",
        ["POST /tokens"] = "users",
        ["GET /users/{userId}"] = "users",
        ["PUT /users/{userId}"] = "users",
        ["POST /users/{userId}/revoke"] = "users",
    };

    /// <summary>A valid body for each route that takes one.</summary>
    private static readonly Dictionary<string, string> _bodies = new()
    {
        ["PUT /rooms/{room}"] = """{"kind":"KIND"}""",
        ["PATCH /rooms/{room}"] = """{"title":"Title"}""",
        ["PUT /rooms/{room}/members/{userId}"] = """{"role":"member"}""",
        ["PUT /rooms/{room}/messages/{messageId}"] = """{"userId":"someone","text":"text"}""",
        ["PATCH /rooms/{room}/messages/{messageId}"] = """{"text":"another text"}""",
        ["POST /tokens"] = """{"userId":"someone"}""",
        ["PUT /users/{userId}"] = """{"banned":false}""",
        ["POST /users/{userId}/revoke"] = """{"issuedBefore":1}""",
    };

    public static string? BodyOf(string route, RoomKind kind) => _bodies.GetValueOrDefault(route)?.Replace(
        "KIND", kind == RoomKind.Private ? RoomKinds.Private : RoomKinds.Public, StringComparison.Ordinal);

    /// <summary>The claim <c>chat</c> of the caller's token; null for none.</summary>
    public static object? ClaimOf(Caller caller) => caller switch
    {
        Caller.Confined => new { rooms = new[] { "elsewhere" } },
        Caller.ServiceByToken => new { act = "service" },
        Caller.ModeratorByToken => new { role = RoomRoles.Moderator },
        _ => null,
    };

    /// <summary>Routes that make a room or a member. Only its two users make a direct room and are its members.</summary>
    private static readonly string[] _notDirect = ["PUT /rooms/{room}", "PUT /rooms/{room}/members/{userId}"];

    public static string Expect(HubCase call, Caller caller, RoomKind kind)
    {
        if (caller == Caller.Confined)
            return _inAnyRoom.Contains(call.Method) ? Yes : ChatErrorCodes.Forbidden;
        if (call.IsOfAnother)
        {
            var access = Expect(Rule.Member, caller, kind);
            return access != Yes || MayDelete(call, caller, kind) ? access : ChatErrorCodes.NotTheAuthor;
        }
        // A ban or a block is also one of the direct room of the two.
        if (call.Method == nameof(IChatHub.OpenDirect) && kind == RoomKind.Direct && caller is Caller.Banned or Caller.Blocked)
            return ChatErrorCodes.Forbidden;
        var answer = Expect(Hub[call.Method], caller, kind);
        // On users with a lower role only; an owner sets the role of any but another owner.
        var highest = call.Method == nameof(IChatHub.SetRole) ? Caller.Owner : caller;
        var isBelow = call.Target == RoomRoles.Member || RankOf(call.Target) < RankOf(highest);
        return answer != Yes || isBelow ? answer : ChatErrorCodes.Forbidden;
    }

    private static string Expect(Rule rule, Caller caller, RoomKind kind) => caller switch
    {
        Caller.NoToken or Caller.OtherAudience or Caller.ApiKey => "401",
        Caller.BannedEverywhere => "403",
        _ when rule is Rule.SignedIn or Rule.Leaves => Yes,
        _ when !IsMember(caller) && kind != RoomKind.Public => ChatErrorCodes.RoomNotFound,
        _ when rule is Rule.Joins => caller == Caller.Banned ? ChatErrorCodes.Banned : Yes,
        _ when !IsMember(caller) => ChatErrorCodes.NotAMember,
        Caller.Muted when rule is Rule.Writes => ChatErrorCodes.Muted,
        Caller.Blocked when rule is Rule.Writes => ChatErrorCodes.Forbidden,
        // The two users of a direct room have no power over each other.
        _ when kind == RoomKind.Direct && RankOf(rule) > 0 => ChatErrorCodes.Forbidden,
        _ => RankOf(caller) >= RankOf(rule) ? Yes : ChatErrorCodes.Forbidden,
    };

    private static bool MayDelete(HubCase call, Caller caller, RoomKind kind) =>
        call.Method == nameof(IChatHub.DeleteMessage) && kind != RoomKind.Direct && RankOf(caller) > RankOf(call.Target);

    /// <summary>A caller of the API: null without a key, otherwise the scope of the key.</summary>
    public static string ExpectApi(string route, string? scope, RoomKind kind)
    {
        if (Api[route] == Anyone)
            return Yes;
        if (scope is null)
            return "401";
        var permits = scope == Api[route] || (scope == "read" && route.StartsWith("GET ", StringComparison.Ordinal));
        if (!permits)
            return "403";
        return kind == RoomKind.Direct && _notDirect.Contains(route) ? "400" : Yes;
    }

    public static bool IsMember(Caller caller) => caller >= Caller.Muted;

    /// <summary>Whether there is such a caller of a room of this kind. A direct room has no roles, and only there a block counts.</summary>
    public static bool IsIn(Caller caller, RoomKind kind) =>
        kind == RoomKind.Direct ? caller is not (Caller.Moderator or Caller.Owner) : caller != Caller.Blocked;

    private static int RankOf(Caller caller) => caller switch
    {
        Caller.Owner => RankOf(Rule.Owner),
        Caller.Moderator or Caller.ModeratorByToken => RankOf(Rule.Moderator),
        _ => 0,
    };

    private static int RankOf(string role) => role switch
    {
        RoomRoles.Owner => RankOf(Rule.Owner),
        RoomRoles.Moderator => RankOf(Rule.Moderator),
        _ => 0,
    };

    private static int RankOf(Rule rule) => Math.Max(0, rule - Rule.Writes);
}
