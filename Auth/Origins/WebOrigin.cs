using System.Buffers;

namespace SignalRChat.Auth.Origins;

/// <summary>
/// An origin in the one form that a browser sends: scheme and host in lower case, the port only if it is not the scheme's default.
/// </summary>
internal static class WebOrigin
{
    private const string SchemeEnd = "://";

    private static readonly SearchValues<char> _notInHost = SearchValues.Create("/?#@\\*, \t");

    /// <summary>Returns null when the text is not <c>scheme://host[:port]</c>.</summary>
    public static string? Normalise(string text)
    {
        var host = text.IndexOf(SchemeEnd, StringComparison.Ordinal) + SchemeEnd.Length;
        if (host <= SchemeEnd.Length || text.AsSpan(host).ContainsAny(_notInHost))
            return null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
            return null;

        var name = uri.HostNameType == UriHostNameType.Dns ? uri.IdnHost : uri.Host;
        return uri.IsDefaultPort ? $"{uri.Scheme}{SchemeEnd}{name}" : $"{uri.Scheme}{SchemeEnd}{name}:{uri.Port}";
    }
}
