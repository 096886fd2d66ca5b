using SignalRChat.Services.Rooms;

namespace SignalRChat.Tests.Support;

/// <summary>
/// A client is connected when it has its handshake; the server registers it a moment later, in the order of its own clock.
/// Whoever counts on an order waits for that between two connects.
/// </summary>
internal static class Registration
{
    /// <summary>Waits until this many connections of a user are registered at least, and any later one will have a later time.</summary>
    public static async Task RegisteredAsync(this ChatServer server, string userId, int least)
    {
        await Eventually.TrueAsync(() => server.Get<UserConnections>().Count(userId) >= least, $"{least} connections");
        var then = Milliseconds();
        await Eventually.TrueAsync(() => Milliseconds() > then, "a later time");
    }

    private static long Milliseconds() => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
}
