using SignalRChat.Services.Rooms;

namespace SignalRChat.Tests.Support;

/// <summary>
/// A client is connected when it has its handshake. The server registers it a moment later, in the order of the server's clock.
/// A test that depends on an order must wait for the registration between two connects.
/// </summary>
internal static class Registration
{
    /// <summary>
    /// Waits until at least this many connections of a user are registered, and any later one will have a later time.
    /// </summary>
    public static async Task RegisteredAsync(this ChatServer server, string userId, int least)
    {
        await Eventually.TrueAsync(() => server.Get<UserConnections>().Count(userId) >= least, $"{least} connections");
        var then = Milliseconds();
        await Eventually.TrueAsync(() => Milliseconds() > then, "a later time");
    }

    private static long Milliseconds() => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
}
