using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace SignalRChat.Hubs.Delivery;

/// <summary>
/// A call on clients, and its bytes: <see cref="Wire"/> serialises them once for each protocol, for local members and for the backplane.
/// </summary>
internal readonly record struct ClientCall(string Method, object?[] Arguments, SerializedHubMessage Wire)
{
    /// <summary>
    /// Delivered at most once: it may be dropped if a member lags. Other calls are sent once for a room or a connection, so there
    /// are few of them. <see cref="IChatClient.InboxActivity"/> is sent only to a connection that has taken everything before it.
    /// </summary>
    public bool IsEphemeral => Method is nameof(IChatClient.TypingChanged) or nameof(IChatClient.PresenceChanged)
        or nameof(IChatClient.ReadCursorChanged);

    public static ClientCall Of(string method, object?[] arguments) =>
        new(method, arguments, new SerializedHubMessage(new InvocationMessage(method, arguments)));
}
