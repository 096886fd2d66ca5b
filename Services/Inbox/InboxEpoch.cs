using System.Security.Cryptography;
using System.Text;
using SignalRChat.Services.Rooms;

namespace SignalRChat.Services.Inbox;

/// <summary>
/// The epoch of an inbox as its client sees it. If the token lists rooms, the epoch names this list too: a cursor passes the entries that
/// the token hides, so with another list the client must begin again.
/// </summary>
internal static class InboxEpoch
{
    private const int HashedBytes = 8;

    public static string Of(ChatSession session, string epoch) =>
        session.Grant?.Rooms is { } rooms ? $"{epoch}.{Convert.ToHexStringLower(HashOf(rooms).AsSpan(0, HashedBytes))}" : epoch;

    // An issuer may list the same rooms in another order.
    private static byte[] HashOf(IReadOnlyList<string> rooms) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', rooms.Order(StringComparer.Ordinal))));
}
