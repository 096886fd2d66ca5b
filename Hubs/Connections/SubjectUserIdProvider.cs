using Microsoft.AspNetCore.SignalR;
using SignalRChat.Auth.Tokens;

namespace SignalRChat.Hubs.Connections;

/// <summary>The user of a connection is the token's <c>sub</c>.</summary>
internal sealed class SubjectUserIdProvider : IUserIdProvider
{
    public string? GetUserId(HubConnectionContext connection) => ConnectionUser.From(connection.User).UserId;
}
