using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using SignalRChat.Contracts;
using SignalRChat.Services.Users;
using SignalRChat.Tests.Api;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Authorization;

/// <summary>One server with the callers, who are connected and have joined the rooms of <see cref="MatrixRooms"/>.</summary>
public sealed class MatrixServer : IAsyncLifetime
{
    private const string Bearer = "Authentication:Schemes:Bearer";

    private readonly Dictionary<(Caller, string), GuestTokenResult> _users = [];
    private readonly Dictionary<(Caller, string), TestClient> _clients = [];
    private TokenIssuer _issuer = null!;
    private MatrixRooms _rooms = null!;

    internal ChatServer Server { get; private set; } = null!;

    internal static RoomKind[] Kinds => Enum.GetValues<RoomKind>();

    public async Task InitializeAsync()
    {
        _issuer = await TokenIssuer.StartAsync();
        var settings = new Dictionary<string, string?>(_issuer.Settings)
        {
            // For POST /tokens.
            [$"{Bearer}:ValidIssuers:0"] = "backend",
            [$"{Bearer}:SigningKeys:0:Issuer"] = "backend",
            [$"{Bearer}:SigningKeys:0:Value"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
        };
        foreach (var scope in ApiServer.AllScopes.Split(','))
            ApiServer.Key(scope, scope).ToList().ForEach(one => settings.Add(one.Key, one.Value));
        Server = new ChatServer(settings);
        _rooms = new MatrixRooms(Server, (caller, part) => _users[(caller, part)].UserId);
        foreach (var caller in Enum.GetValues<Caller>().Where(caller => caller >= Caller.Stranger))
            await EnterAsync(caller);
        await Server.Get<UserService>().SetBannedAsync($"{Caller.BannedEverywhere}", isBanned: true);
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
        if (caller < Caller.Stranger)
            return $"{(int)await RawUpgrade.StatusAsync(Server.Hub, ("Authorization", BearerOf(caller)))}";
        var client = _clients[(caller, PartOf(call.Method))];
        var arguments = ArgumentsOf(call, kind, _rooms.RoomOf(kind, caller, PartOf(call.Method)), client.Guest.AccessToken);
        try
        {
            await client.Connection.InvokeCoreAsync(call.Method, typeof(object), [arguments]).WaitAsync(TestClient.Deadline);
            return Rules.Yes;
        }
        catch (HubException refused)
        {
            return refused.Message.Split("HubException: ")[^1].Split(':')[0];
        }
    }

    /// <summary>
    /// Calls a route with a valid request on a room, a user and a message that exist, for each of these credentials. Only a success counts
    /// as permitted.
    /// </summary>
    internal async Task<string[]> CallApiAsync(string route, RoomKind kind, IEnumerable<string?> credentials)
    {
        var subject = await _rooms.MakeSubjectAsync(kind);
        return await Task.WhenAll(credentials.Select(bearer => CallApiAsync(route, kind, subject, bearer)));
    }

    internal string TokenOf(string user) => _issuer.Mint(user);

    private async Task<string> CallApiAsync(string route, RoomKind kind, ApiSubject subject, string? bearer)
    {
        var isNewMessage = route == "PUT /rooms/{room}/messages/{messageId}";
        var (method, path) = (route.Split(' ')[0], route.Split(' ')[1]
            .Replace("{room}", subject.Room, StringComparison.Ordinal)
            .Replace("{userId}", subject.UserId, StringComparison.Ordinal)
            .Replace("{messageId}", isNewMessage ? TestClient.NewId() : subject.MessageId, StringComparison.Ordinal));
        using var http = new HttpClient { BaseAddress = Server.Url };
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/api/v1{path}");
        request.Headers.Authorization = bearer is null ? null : new("Bearer", bearer);
        if (Rules.BodyOf(route, kind) is { } body)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(request).WaitAsync(TestClient.Deadline);
        return answer.IsSuccessStatusCode ? Rules.Yes : $"{(int)answer.StatusCode}";
    }

    /// <summary>The user with this relation who calls the method. One that left a direct room and opens it again is in it.</summary>
    private static string PartOf(string method) => method switch
    {
        nameof(IChatHub.JoinRoom) or nameof(IChatHub.OpenDirect) => nameof(IChatHub.JoinRoom),
        nameof(IChatHub.LeaveRoom) or nameof(IChatHub.UnsubscribeRoom) => nameof(IChatHub.LeaveRoom),
        _ => "",
    };

    private async Task EnterAsync(Caller caller)
    {
        foreach (var part in MatrixRooms.Parts)
            _users[(caller, part)] = await SignInAsync(caller, part);
        var kinds = Array.FindAll(Kinds, kind => Rules.IsIn(caller, kind));
        foreach (var kind in kinds)
            await _rooms.MakeAsync(kind, caller);
        foreach (var part in MatrixRooms.Parts)
            _clients[(caller, part)] = await TestClient.ConnectAsync(Server, _users[(caller, part)], "json");
        foreach (var kind in kinds.Where(_ => Rules.IsMember(caller)))
            await _clients[(caller, "")].JoinAsync(_rooms.RoomOf(kind, caller));
    }

    private async Task<GuestTokenResult> SignInAsync(Caller caller, string part)
    {
        if (caller is Caller.Stranger or Caller.GuestMember)
            return await Server.GuestAsync("guest");
        var userId = $"{caller}{part}";
        var token = _issuer.Mint(userId, draft =>
        {
            if (Rules.ClaimOf(caller) is { } claim)
                draft.Claims["chat"] = claim;
        });
        return new GuestTokenResult { UserId = userId, AccessToken = token };
    }

    private string? BearerOf(Caller caller) => caller switch
    {
        Caller.OtherAudience => $"Bearer {_issuer.Mint("someone", draft => draft.Claims["aud"] = "another")}",
        Caller.ApiKey => $"Bearer {ApiServer.KeyOf("rooms")}",
        Caller.BannedEverywhere => $"Bearer {TokenOf($"{caller}")}",
        _ => null,
    };

    /// <summary>Arguments that are valid for every method, by the names of the request's fields.</summary>
    private Dictionary<string, object?> ArgumentsOf(HubCase call, RoomKind kind, string room, string token)
    {
        var (method, request) = (call.Method, call.Request);
        var known = new Dictionary<string, object?>
        {
            ["Room"] = method == nameof(IChatHub.CreateRoom) ? $"made-by-{room}" : room,
            ["Kind"] = RoomKinds.Private,
            ["MessageId"] = method == nameof(IChatHub.SendMessage) ? TestClient.NewId() : _rooms.MessageOf(call, room),
            ["Text"] = "text",
            ["Reason"] = "reason",
            ["UserId"] = MatrixRooms.TargetOf(call, kind),
            ["Role"] = RoomRoles.Member,
            ["Limit"] = 1,
            ["After"] = request == typeof(GetUpdatesRequest) ? 0 : null,
            ["Emoji"] = "👍",
            ["On"] = true,
            ["AccessToken"] = token,
        };
        return request.GetProperties()
            .Where(field => known.ContainsKey(field.Name))
            .ToDictionary(field => JsonNamingPolicy.CamelCase.ConvertName(field.Name), field => known[field.Name]);
    }
}
