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
    Member,
    Moderator,
    Owner,
}

internal enum RoomKind
{
    Public,
    Private,
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
        [nameof(IChatHub.SendMessage)] = Rule.Member,
        [nameof(IChatHub.EditMessage)] = Rule.Member,
        [nameof(IChatHub.DeleteMessage)] = Rule.Member,
        [nameof(IChatHub.React)] = Rule.Member,
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
        [nameof(IChatHub.SetRole)] = Rule.Owner,
        [nameof(IChatHub.Reauthenticate)] = Rule.SignedIn,
    };

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
        ["GET /users/{userId}/rooms"] = "users",
        ["GET /users/{userId}/connections"] = "users",
        ["POST /tokens"] = "users",
        ["GET /users/{userId}"] = "users",
        ["PUT /users/{userId}"] = "users",
        ["POST /users/{userId}/revoke"] = "users",
    };

    /// <summary>A valid body for each route that takes one.</summary>
    public static readonly Dictionary<string, string> Bodies = new()
    {
        ["PUT /rooms/{room}"] = """{"kind":"public"}""",
        ["PATCH /rooms/{room}"] = """{"title":"Title"}""",
        ["PUT /rooms/{room}/members/{userId}"] = """{"role":"member"}""",
        ["PUT /rooms/{room}/messages/{messageId}"] = """{"userId":"someone","text":"text"}""",
        ["PATCH /rooms/{room}/messages/{messageId}"] = """{"text":"another text"}""",
        ["POST /tokens"] = """{"userId":"someone"}""",
        ["PUT /users/{userId}"] = """{"banned":false}""",
        ["POST /users/{userId}/revoke"] = """{"issuedBefore":1}""",
    };

    public static string Expect(HubCase call, Caller caller, RoomKind kind)
    {
        var answer = Expect(call.Method, caller, kind);
        if (answer != Yes)
            return answer;
        if (call.IsOfAnother)
            return ChatErrorCodes.NotTheAuthor;
        // On users with a lower role only; an owner sets the role of any but another owner.
        var highest = call.Method == nameof(IChatHub.SetRole) ? Caller.Owner : caller;
        return call.Target == RoomRoles.Member || RankOf(call.Target) < RankOf(highest) ? Yes : ChatErrorCodes.Forbidden;
    }

    private static string Expect(string method, Caller caller, RoomKind kind)
    {
        var rule = Hub[method];
        return caller switch
        {
            Caller.NoToken or Caller.OtherAudience or Caller.ApiKey => "401",
            Caller.BannedEverywhere => "403",
            _ when rule is Rule.SignedIn or Rule.Leaves => Yes,
            _ when !IsMember(caller) && kind == RoomKind.Private => ChatErrorCodes.RoomNotFound,
            _ when rule is Rule.Joins => caller == Caller.Banned ? ChatErrorCodes.Banned : Yes,
            _ when !IsMember(caller) => ChatErrorCodes.NotAMember,
            _ => RankOf(caller) >= RankOf(rule) ? Yes : ChatErrorCodes.Forbidden,
        };
    }

    /// <summary>A caller of the API: null without a key, otherwise the scope of the key.</summary>
    public static string ExpectApi(string route, string? scope)
    {
        if (Api[route] == Anyone)
            return Yes;
        if (scope is null)
            return "401";
        var permits = scope == Api[route] || (scope == "read" && route.StartsWith("GET ", StringComparison.Ordinal));
        return permits ? Yes : "403";
    }

    public static bool IsMember(Caller caller) => caller >= Caller.Member;

    private static int RankOf(Caller caller) => caller - Caller.Member;

    private static int RankOf(string role) => role switch
    {
        RoomRoles.Owner => RankOf(Caller.Owner),
        RoomRoles.Moderator => RankOf(Caller.Moderator),
        _ => RankOf(Caller.Member),
    };

    private static int RankOf(Rule rule) => Math.Max(0, rule - Rule.Member);
}
