using SignalRChat.Contracts;

namespace SignalRChat.Tests.Authorization;

/// <summary>A call of a hub method.</summary>
/// <param name="Method">The name of the method.</param>
/// <param name="Target">The role of the user that it acts on.</param>
/// <param name="IsOfAnother">The message that it acts on is another member's.</param>
internal sealed record HubCase(string Method, string Target = RoomRoles.Member, bool IsOfAnother = false)
{
    private static readonly string[] _ofRoles =
        [nameof(IChatHub.KickMember), nameof(IChatHub.BanMember), nameof(IChatHub.MuteMember), nameof(IChatHub.SetRole)];

    /// <summary>Each method of the hub, and those that depend on more than the caller.</summary>
    public static HubCase[] All =>
    [
        .. Methods.Select(method => new HubCase(method)),
        new(nameof(IChatHub.EditMessage), IsOfAnother: true),
        new(nameof(IChatHub.DeleteMessage), IsOfAnother: true),
        .. from method in _ofRoles
           from target in new[] { RoomRoles.Moderator, RoomRoles.Owner }
           select new HubCase(method, target),
    ];

    public static string[] Methods => [.. typeof(IChatHub).GetMethods().Select(method => method.Name)];

    public Type Request => typeof(IChatHub).GetMethod(Method)!.GetParameters()[0].ParameterType;

    public bool HasMessage => Request.GetProperty("MessageId") is not null && Method != nameof(IChatHub.SendMessage);

    public string Label => (Target, IsOfAnother) switch
    {
        (_, true) => $"{Method} of another",
        (RoomRoles.Member, _) => Method,
        _ => $"{Method} of a {Target}".Replace("a owner", "an owner", StringComparison.Ordinal),
    };

    public string TargetId => $"target of {Label}";
}
