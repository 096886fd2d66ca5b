using System.Text;
using Microsoft.Extensions.Primitives;

namespace SignalRChat.Auth.Origins;

/// <summary>
/// The host names that this server answers to (<c>AllowedHosts</c>, the framework's key). A browser sends the name that led it
/// here, and an attacker's own name can resolve to this address. An address, or <c>localhost</c>, is no such name: a page under
/// it is from that very machine.
/// </summary>
internal sealed class HostNames : ICheckedOptions, IReadOptions
{
    public const string Key = "AllowedHosts";

    private const string Any = "*";
    private const string Localhost = "localhost";

    /// <summary>
    /// Host names in ASCII, <c>*.example.org</c> for all below one, or <c>*</c> for any, with semicolons or commas between. Default empty.
    /// </summary>
    public string[] Allowed { get; set; } = [];

    /// <summary>Whether requests under any other name get no answer.</summary>
    public bool AreConfigured => Allowed.Length > 0;

    private bool AllowAny => Allowed.Contains(Any);

    public void Read(IConfiguration configuration) => Allowed = ConfiguredList.Read(configuration, Key);

    /// <summary>Whether a page under this host is the server's own. A request without a host is not from a page.</summary>
    public bool AreOwn(HostString host) =>
        AllowAny || !host.HasValue || IsAddressOrLocalhost(host.Host) || (AreConfigured && HostString.MatchesAny(host.Host, Patterns));

    public static bool IsPattern(string text)
    {
        if (text == Any)
            return true;
        var name = text.StartsWith("*.", StringComparison.Ordinal) ? text[2..] : text;
        return IsAscii(name) && Uri.CheckHostName(name) != UriHostNameType.Unknown;
    }

    /// <summary>
    /// Browsers send other names in punycode. It is not made here: without globalization data the runtime does not normalise a
    /// name first, and some names would never match.
    /// </summary>
    public static bool IsAscii(string name) => Ascii.IsValid(name);

    private StringSegment[] Patterns => field ??= Array.ConvertAll(Allowed, name => new StringSegment(name));

    private static bool IsAddressOrLocalhost(string host) =>
        Uri.CheckHostName(host) is UriHostNameType.IPv4 or UriHostNameType.IPv6
        || host.Equals(Localhost, StringComparison.OrdinalIgnoreCase)
        || host.EndsWith($".{Localhost}", StringComparison.OrdinalIgnoreCase);

    public IEnumerable<string> Problems() => Allowed.Where(host => !IsPattern(host)).Select(host => IsAscii(host)
        ? $"{Key} contains '{host}'; expected host names such as chat.example.org or *.example.org, without scheme and port, "
            + "or * for any."
        : $"{Key} contains '{host}'; browsers send such a name in punycode, so use that form, such as xn--bcher-kva.example "
            + "for bücher.example.");
}
