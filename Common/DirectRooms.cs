using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace SignalRChat.Common;

/// <summary>
/// The names of direct rooms. Both users' ids give the name, so that any node finds the one room of two users. No other room may have a
/// name of this form: a stranger could take it before the two open theirs.
/// </summary>
internal static class DirectRooms
{
    private const string Prefix = "direct-";
    private const int Digits = 48;

    private static readonly SearchValues<char> _inDigits = SearchValues.Create("0123456789abcdef");

    public static string NameOf(string userId, string otherId)
    {
        var (first, second) = string.CompareOrdinal(userId, otherId) < 0 ? (userId, otherId) : (otherId, userId);
        // With the length, so that no other two ids give the same bytes.
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{first.Length}:{first}{second}")));
        return Prefix + Convert.ToHexStringLower(hash)[..Digits];
    }

    public static bool IsName(string room) =>
        room.Length == Prefix.Length + Digits
        && room.StartsWith(Prefix, StringComparison.Ordinal)
        && !room.AsSpan(Prefix.Length).ContainsAnyExcept(_inDigits);
}
