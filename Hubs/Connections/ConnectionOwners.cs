using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Connections;
using SignalRChat.Auth.Tokens;

namespace SignalRChat.Hubs.Connections;

/// <summary>
/// The user of each open connection, by its connection token. On the fallback transports every message is a separate request, and
/// SignalR accepts any request with the token. Without this check, a second user who learns the token could act as the first.
/// </summary>
internal sealed class ConnectionOwners
{
    private const string TokenParameter = "id";

    private readonly ConcurrentDictionary<string, string> _owners = new(StringComparer.Ordinal);

    public int Count => _owners.Count;

    public void Add(string token, string userId) => _owners.TryAdd(token, userId);

    public void Remove(string token) => _owners.TryRemove(token, out _);

    /// <summary>Whether the request is on a connection that is open.</summary>
    public bool Knows(HttpContext context) => _owners.ContainsKey(TokenOf(context));

    public bool MayUse(string token, string? userId) => !_owners.TryGetValue(token, out var owner) || owner == userId;

    /// <summary>As SignalR reads it: of several values it takes those that are not empty, joined.</summary>
    public static string TokenOf(HttpContext context) => context.Request.Query[TokenParameter].ToString();
}

internal static class ConnectionOwnersUse
{
    /// <summary>Answers 403 to a request on a connection that another user opened.</summary>
    public static IApplicationBuilder UseConnectionOwners(this IApplicationBuilder app)
    {
        var owners = app.ApplicationServices.GetRequiredService<ConnectionOwners>();
        return app.Use((context, next) =>
        {
            if (!owners.MayUse(ConnectionOwners.TokenOf(context), UserId(context)))
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return Task.CompletedTask;
            }
            return next(context);
        });
    }

    /// <summary>
    /// Remembers the owner until the hub has ended and the transport is closed: with long polling the hub's last words are
    /// fetched after it has.
    /// </summary>
    public static IConnectionBuilder UseConnectionOwners(this IConnectionBuilder builder, ConnectionOwners owners) =>
        builder.Use(next => async connection =>
        {
            var context = connection.GetHttpContext();
            if (context is null || ConnectionOwners.TokenOf(context) is not { Length: > 0 } token || UserId(context) is not { } userId)
            {
                await next(connection);
                return;
            }
            owners.Add(token, userId);
            try
            {
                await next(connection);
            }
            finally
            {
                // At once if the connection is closed, as a cut connection is.
                connection.ConnectionClosed.Register(() => owners.Remove(token));
            }
        });

    private static string? UserId(HttpContext context) =>
        context.User.Identity?.IsAuthenticated == true ? ConnectionUser.From(context.User).UserId : null;
}
