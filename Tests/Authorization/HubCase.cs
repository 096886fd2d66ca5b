using SignalRChat.Contracts;

namespace SignalRChat.Tests.Authorization;

/// <summary>A call of a hub method.</summary>
/// <param name="Method">The name of the method.</param>
/// <param name="Target">The role of the user that it acts on, or of the author of the message that it acts on.</param>
/// <param name="IsOfAnother">The message that it acts on is that member's, and not the caller's.</param>
internal sealed record HubCase(string Method, string Target = RoomRoles.Member, bool IsOfAnother = false)
{
    private static readonly string[] _ofRoles =
        [nameof(IChatHub.KickMember), nameof(IChatHub.BanMember), nameof(IChatHub.MuteMember), nameof(IChatHub.SetRole)];

    /// <summary>Each method of the hub, and those that depend on more than the caller.</summary>
    public static HubCase[] All =>
    [
        .. Methods.Select(method => new HubCase(method)),
        new(nameof(IChatHub.EditMessage), IsOfAnother: true),
        .. from author in new[] { RoomRoles.Member, RoomRoles.Moderator, RoomRoles.Owner }
           select new HubCase(nameof(IChatHub.DeleteMessage), author, IsOfAnother: true),
        .. from method in _ofRoles
           from target in new[] { RoomRoles.Moderator, RoomRoles.Owner }
           select new HubCase(method, target),
    ];

    /// <summary>The cases in a room of this kind. A direct room has only members.</summary>
    public static HubCase[] In(RoomKind kind) =>
        kind == RoomKind.Direct ? Array.FindAll(All, call => call.Target == RoomRoles.Member) : All;

    public static string[] Methods => [.. typeof(IChatHub).GetMethods().Select(method => method.Name)];

    public Type Request => typeof(IChatHub).GetMethod(Method)!.GetParameters()[0].ParameterType;

    public bool HasMessage => Request.GetProperty("MessageId") is not null && Method != nameof(IChatHub.SendMessage);

    public string Label => (IsOfAnother, Target) switch
    {
        (false, RoomRoles.Member) => Method,
        (_, RoomRoles.Owner) => $"{Method} of an owner",
        _ => $"{Method} of a {Target}",
    };

    public string TargetId => $"target of {Label}";
}
