using System.Security.Cryptography;
using System.Text;

namespace SignalRChat.Faults.Workload.Service;

/// <summary>
/// The id of the message about one thing. A backend that has forgotten what it sent derives the same id again.
/// </summary>
internal static class NaturalKey
{
    /// <summary>Returns the same id for the same thing.</summary>
    public static string Of(string thing) =>
        new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(thing)).AsSpan(0, 16), bigEndian: true).ToString();
}
