using SignalRChat.Common;
using SignalRChat.Contracts;
using SignalRChat.Services.Log;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Authorization;

/// <summary>
/// A room for each kind and each relation of a user to it. In each of them three users have this relation: one for most calls, one that
/// joins, and one that leaves; each of them has a direct room. A call that acts on another user or on a message has one for itself.
/// </summary>
internal sealed class MatrixRooms(ChatServer server, Func<Caller, string, string> userOf)
{
    private const string Keeper = "keeper";
    private const string Another = "another";
    private const long FarFuture = 4_000_000_000_000;

    private readonly Dictionary<(string Room, string Label), string> _messages = [];
    private int _subjects;

    /// <summary>The users with the same relation to a room, by what they do.</summary>
    public static string[] Parts { get; } = ["", nameof(IChatHub.JoinRoom), nameof(IChatHub.LeaveRoom)];

    public string RoomOf(RoomKind kind, Caller caller, string part = "") => kind == RoomKind.Direct
        ? DirectRooms.NameOf(InDirect(caller, part), Keeper)
        : $"{kind}-{caller}".ToLowerInvariant();

    /// <summary>The user that the call acts on. A block would change what later calls may do.</summary>
    public static string TargetOf(HubCase call, RoomKind kind) =>
        kind == RoomKind.Direct && call.Method != nameof(IChatHub.BlockUser) ? Keeper : call.TargetId;

    /// <summary>The message that the call acts on; null for none.</summary>
    public string? MessageOf(HubCase call, string room) => _messages.GetValueOrDefault((room, call.Label));

    public Task MakeAsync(RoomKind kind, Caller caller) =>
        kind == RoomKind.Direct ? MakeDirectAsync(caller) : MakeSharedAsync(kind, caller);

    /// <summary>A room with a member and a message, for one route of the API.</summary>
    public async Task<ApiSubject> MakeSubjectAsync(RoomKind kind)
    {
        var subject = Named($"subject-{++_subjects}");
        var room = kind == RoomKind.Direct ? DirectRooms.NameOf(subject.UserId, Keeper) : $"api-{kind}-{_subjects}".ToLowerInvariant();
        var messageId = TestClient.NewId();
        RoomCommand[] made = kind == RoomKind.Direct
            ? [new OpenDirectCommand(room, subject, Keeper)]
            :
            [
                new ServiceCommand(new MakeRoomCommand(room, ServiceCommand.Nobody, kind == RoomKind.Private)),
                new ServiceCommand(new AddMemberCommand(room, ServiceCommand.Nobody, subject, null)),
            ];
        await CommitAsync([.. made, new PostCommand(room, subject, messageId, "before", null)]);
        return new(room, subject.UserId, messageId);
    }

    private async Task MakeSharedAsync(RoomKind kind, Caller caller)
    {
        var room = RoomOf(kind, caller);
        string[] subjects = caller == Caller.Stranger ? [] : [.. Parts.Select(part => userOf(caller, part))];
        ChatUser[] members = [Named(Keeper), .. subjects.Select(Named), .. HubCase.All.Select(call => Named(call.TargetId))];
        if (kind == RoomKind.Private)
            await server.Get<IMessageStore>().ProvisionAsync(room, members, 1);
        else
            await CommitAsync([.. members.Select(member => new JoinCommand(room, member))]);
        await PostAsync(room, kind, author: caller == Caller.Stranger ? Keeper : userOf(caller, ""));
        await CommitAsync([.. HubCase.All.Where(call => call.Target != RoomRoles.Member)
            .Select(call => new SetRoleCommand(room, Named(Keeper), call.TargetId, call.Target))]);
        await CommitAsync([.. subjects.Select(subject => Relate(room, caller, subject)).OfType<RoomCommand>()]);
    }

    private async Task MakeDirectAsync(Caller caller)
    {
        foreach (var part in Parts)
        {
            var (room, user) = (RoomOf(RoomKind.Direct, caller, part), InDirect(caller, part));
            await CommitAsync(new OpenDirectCommand(room, Named(user), Keeper));
            if (part.Length == 0)
                await PostAsync(room, RoomKind.Direct, author: user);
            if (RelateInDirect(room, caller, user) is { } relation)
                await CommitAsync(relation);
        }
    }

    /// <summary>Posts a message for each call that acts on one.</summary>
    private Task<RoomCommandResult[]> PostAsync(string room, RoomKind kind, string author) =>
        CommitAsync([.. HubCase.In(kind).Where(call => call.HasMessage).Select(call =>
        {
            var messageId = _messages[(room, call.Label)] = TestClient.NewId();
            return new PostCommand(room, Named(call.IsOfAnother ? TargetOf(call, kind) : author), messageId, "before", null);
        })]);

    private static RoomCommand? Relate(string room, Caller caller, string subject) => caller switch
    {
        Caller.Removed => new KickCommand(room, Named(Keeper), subject),
        Caller.Banned => new BanCommand(room, Named(Keeper), subject),
        Caller.Muted => new MuteCommand(room, Named(Keeper), subject, FarFuture),
        Caller.Moderator => new SetRoleCommand(room, Named(Keeper), subject, RoomRoles.Moderator),
        Caller.Owner => new SetRoleCommand(room, Named(Keeper), subject, RoomRoles.Owner),
        _ => null,
    };

    /// <summary>Only a backend bans and mutes in a direct room.</summary>
    private static RoomCommand? RelateInDirect(string room, Caller caller, string user) => caller switch
    {
        Caller.Removed => new LeaveCommand(room, Named(user)),
        Caller.Banned => new ServiceCommand(new BanCommand(room, ServiceCommand.Nobody, user)),
        Caller.Muted => new ServiceCommand(new MuteCommand(room, ServiceCommand.Nobody, user, FarFuture)),
        Caller.Blocked => new BlockCommand(room, Named(Keeper), user, IsOn: true),
        _ => null,
    };

    /// <summary>The user of a direct room beside the keeper: the caller, or another if the caller is a third user.</summary>
    private string InDirect(Caller caller, string part) => caller == Caller.Stranger ? Another : userOf(caller, part);

    private static ChatUser Named(string userId) => new() { UserId = userId, Name = userId };

    private Task<RoomCommandResult[]> CommitAsync(params RoomCommand[] commands) =>
        Task.Run(() => Task.WhenAll(commands.Select(command => server.Get<CommandQueue>().AppendAsync(command))));
}

/// <summary>The room, the user and the message in the path of a route.</summary>
internal sealed record ApiSubject(string Room, string UserId, string MessageId);
