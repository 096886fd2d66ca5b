using System.Buffers;
using System.Security.Cryptography;

namespace SignalRChat.Auth;

/// <summary>What tells guests from the users of an issuer: the claims of their tokens and the form of their ids.</summary>
internal static class GuestIdentity
{
    public const string Issuer = "signalrchat-guests";
    public const string Audience = "signalrchat";

    private const string UserIdPrefix = "guest-";
    private const int UserIdDigits = 128 / 4;

    private static readonly SearchValues<char> _hexDigits = SearchValues.Create("0123456789abcdef");

    /// <summary>A user id that no user had before.</summary>
    public static string NewUserId() => $"{UserIdPrefix}{RandomNumberGenerator.GetHexString(UserIdDigits, lowercase: true)}";

    /// <summary>
    /// Whether this id has the form of a guest's id. A user of an issuer never has it, whatever the issuer calls its users.
    /// </summary>
    public static bool IsUserId(string userId) =>
        userId.Length == UserIdPrefix.Length + UserIdDigits && userId.StartsWith(UserIdPrefix, StringComparison.Ordinal)
        && userId.AsSpan(UserIdPrefix.Length).IndexOfAnyExcept(_hexDigits) < 0;
}
