using Microsoft.AspNetCore.SignalR;
using SignalRChat.Contracts;
using SignalRChat.Services.Log;
using SignalRChat.Services.Users;
using SignalRChat.Tests.Api;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Authorization;

/// <summary>
/// One server with a room for each kind and each relation of a user to it. In each room three users have this relation: one for most
/// calls, one that joins, and one that leaves. A call that acts on another user or on a message has one for itself.
/// </summary>
public sealed class MatrixServer : IAsyncLifetime
{
    private const string Keeper = "keeper";

    private readonly Dictionary<(Caller, string), TestClient> _clients = [];
    private readonly Dictionary<(string Room, string Label), string> _messages = [];
    private TokenIssuer _issuer = null!;

    internal ChatServer Server { get; private set; } = null!;

    internal static Caller[] Callers => Enum.GetValues<Caller>();

    internal static RoomKind[] Kinds => Enum.GetValues<RoomKind>();

    public async Task InitializeAsync()
    {
        _issuer = await TokenIssuer.StartAsync();
        var settings = new Dictionary<string, string?>(_issuer.Settings);
        foreach (var scope in ApiServer.AllScopes.Split(','))
            ApiServer.Key(scope, scope).ToList().ForEach(one => settings.Add(one.Key, one.Value));
        Server = new ChatServer(settings);
        foreach (var caller in Callers.Where(caller => caller >= Caller.Stranger))
        {
            foreach (var kind in Kinds)
                await MakeAsync(kind, caller);
            foreach (var part in Parts)
                _clients[(caller, part)] = await ConnectAsync(caller, part);
            if (Rules.IsMember(caller))
            {
                foreach (var kind in Kinds)
                    await _clients[(caller, "")].JoinAsync(RoomOf(kind, caller));
            }
        }
        await Server.Get<UserService>().SetBannedAsync(UserOf(Caller.BannedEverywhere, ""), isBanned: true);
    }

    public async Task DisposeAsync()
    {
        foreach (var client in _clients.Values)
            await client.DisposeAsync();
        await Server.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    /// <summary>The answer of the server: <c>yes</c>, the code of a refusal, or the status of a refused connect.</summary>
    internal async Task<string> CallAsync(HubCase call, Caller caller, RoomKind kind)
    {
        var method = call.Method;
        if (caller < Caller.Stranger)
            return $"{(int)await RawUpgrade.StatusAsync(Server.Hub, ("Authorization", BearerOf(caller)))}";
        var part = Parts.Contains(method) ? method : "";
        var arguments = ArgumentsOf(call, caller, RoomOf(kind, caller), part);
        try
        {
            await _clients[(caller, part)].Connection.InvokeCoreAsync(method, typeof(object), [arguments]).WaitAsync(TestClient.Deadline);
            return Rules.Yes;
        }
        catch (HubException refused)
        {
            return refused.Message.Split("HubException: ")[^1].Split(':')[0];
        }
    }

    /// <summary>
    /// Calls a route with a valid request on a room, a user and a message that exist. A refusal by the state of these (404, 409) follows
    /// the check of the access, and so does that of a server without a key to sign with (501).
    /// </summary>
    internal async Task<string> CallApiAsync(string route, RoomKind kind, string? bearer)
    {
        var room = RoomOf(kind, Caller.Member);
        var (method, path) = (route.Split(' ')[0], route.Split(' ')[1]
            .Replace("{room}", room, StringComparison.Ordinal)
            .Replace("{userId}", UserOf(Caller.Member, ""), StringComparison.Ordinal)
            .Replace("{messageId}", _messages[(room, nameof(IChatHub.React))], StringComparison.Ordinal));
        using var http = new HttpClient { BaseAddress = Server.Url };
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/api/v1{path}");
        request.Headers.Authorization = bearer is null ? null : new("Bearer", bearer);
        if (Rules.Bodies.TryGetValue(route, out var body))
            request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(request).WaitAsync(TestClient.Deadline);
        var status = (int)answer.StatusCode;
        return status is (>= 200 and < 300) or 404 or 409 or 501 ? Rules.Yes : $"{status}";
    }

    internal string TokenOf(string user) => _issuer.Mint(user);

    private static string[] Parts => ["", nameof(IChatHub.JoinRoom), nameof(IChatHub.LeaveRoom)];

    private static string RoomOf(RoomKind kind, Caller caller) => $"{kind}-{caller}".ToLowerInvariant();

    private static string UserOf(Caller caller, string part) => $"{caller}{part}";

    private static ChatUser Named(string userId) => new() { UserId = userId, Name = userId };

    private async Task MakeAsync(RoomKind kind, Caller caller)
    {
        var room = RoomOf(kind, caller);
        string[] subjects = caller == Caller.Stranger ? [] : [.. Parts.Select(part => UserOf(caller, part))];
        ChatUser[] members = [Named(Keeper), .. subjects.Select(Named), .. HubCase.All.Select(call => Named(call.TargetId))];
        if (kind == RoomKind.Private)
            await Server.Get<IRoomStore>().ProvisionPrivateRoomAsync(room, members, 1, CancellationToken.None);
        else
            await CommitAsync([.. members.Select(member => new JoinCommand(room, member))]);
        var author = caller == Caller.Stranger ? Keeper : UserOf(caller, "");
        foreach (var call in HubCase.All.Where(call => call.HasMessage))
        {
            var messageId = _messages[(room, call.Label)] = TestClient.NewId();
            await CommitAsync(new PostCommand(room, Named(call.IsOfAnother ? Keeper : author), messageId, "before", null));
        }
        await CommitAsync([.. HubCase.All.Where(call => call.Target != RoomRoles.Member)
            .Select(call => new SetRoleCommand(room, Named(Keeper), call.TargetId, call.Target))]);
        await CommitAsync([.. subjects.Select(subject => Relate(room, caller, subject)).OfType<RoomCommand>()]);
    }

    private static RoomCommand? Relate(string room, Caller caller, string subject) => caller switch
    {
        Caller.Removed => new KickCommand(room, Named(Keeper), subject),
        Caller.Banned => new BanCommand(room, Named(Keeper), subject),
        Caller.Moderator => new SetRoleCommand(room, Named(Keeper), subject, RoomRoles.Moderator),
        Caller.Owner => new SetRoleCommand(room, Named(Keeper), subject, RoomRoles.Owner),
        _ => null,
    };

    private Task<RoomCommandResult[]> CommitAsync(params RoomCommand[] commands) =>
        Task.Run(() => Task.WhenAll(commands.Select(command => Server.Get<CommandQueue>().AppendAsync(command))));

    private async Task<TestClient> ConnectAsync(Caller caller, string part)
    {
        var token = caller == Caller.Stranger
            ? await Server.GuestAsync("guest")
            : new GuestTokenResult { AccessToken = TokenOf(UserOf(caller, part)) };
        return await TestClient.ConnectAsync(Server, token, "json");
    }

    private string? BearerOf(Caller caller) => caller switch
    {
        Caller.OtherAudience => $"Bearer {_issuer.Mint("someone", draft => draft.Claims["aud"] = "another")}",
        Caller.ApiKey => $"Bearer {ApiServer.KeyOf("rooms")}",
        Caller.BannedEverywhere => $"Bearer {TokenOf(UserOf(caller, ""))}",
        _ => null,
    };

    /// <summary>Arguments that are valid for every method, by the names of the request's fields.</summary>
    private Dictionary<string, object?> ArgumentsOf(HubCase call, Caller caller, string room, string part)
    {
        var (method, request) = (call.Method, call.Request);
        var known = new Dictionary<string, object?>
        {
            ["Room"] = method == nameof(IChatHub.CreateRoom) ? $"made-by-{room}" : room,
            ["Kind"] = RoomKinds.Private,
            ["MessageId"] = method == nameof(IChatHub.SendMessage) ? TestClient.NewId() : _messages.GetValueOrDefault((room, call.Label)),
            ["Text"] = "text",
            ["Reason"] = "reason",
            ["UserId"] = call.TargetId,
            ["Role"] = RoomRoles.Member,
            ["Limit"] = 1,
            ["After"] = request == typeof(GetUpdatesRequest) ? 0 : null,
            ["Emoji"] = "👍",
            ["On"] = true,
            ["AccessToken"] = _clients[(caller, part)].Guest.AccessToken,
        };
        return request.GetProperties()
            .Where(field => known.ContainsKey(field.Name))
            .ToDictionary(field => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(field.Name), field => known[field.Name]);
    }
}
