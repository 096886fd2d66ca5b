using System.Net;
using SignalRChat.Hosting.Settings;

namespace SignalRChat.Hosting;

/// <summary>An address of the server as the health check reaches it from this machine.</summary>
internal sealed record ProbeTarget(Uri Address)
{
    private const string Http2 = "Http2";

    /// <summary>The Unix socket to connect to; null to connect to the address.</summary>
    public string? Socket { get; init; }

    public Version Version { get; private init; } = HttpVersion.Version11;

    /// <summary>With TLS both ends agree on a version. Without it HTTP/2 has to be known beforehand.</summary>
    public HttpVersionPolicy VersionPolicy =>
        Address.Scheme == Uri.UriSchemeHttps ? HttpVersionPolicy.RequestVersionOrHigher : HttpVersionPolicy.RequestVersionExact;

    /// <summary>All addresses that the host binds by these settings.</summary>
    public static IEnumerable<ProbeTarget> In(IConfiguration settings) =>
        from address in ListenAddress.In(settings)
        where address.IsValid
        from target in Of(address, address.Parsed!)
        select target;

    public override string ToString() => Socket is null ? Address.GetLeftPart(UriPartial.Authority) : $"{Address.Scheme}://unix:{Socket}";

    private static IEnumerable<ProbeTarget> Of(ListenAddress listen, BindingAddress address)
    {
        var isHttp2 = listen.Protocols?.Equals(Http2, StringComparison.OrdinalIgnoreCase) == true;
        var version = isHttp2 ? HttpVersion.Version20 : HttpVersion.Version11;
        if (address.IsUnixPipe)
            return [new(new Uri($"{address.Scheme}://localhost")) { Socket = address.UnixPipePath, Version = version }];
        return address.IsNamedPipe
            ? []
            : Near(address.Host).Select(host =>
                new ProbeTarget(new UriBuilder(address.Scheme, host, address.Port).Uri) { Version = version });
    }

    // Every address of the machine is meant by a star or a plus, and by the unspecified addresses.
    private static string[] Near(string host) =>
        host is "*" or "+"
        || (ListenAddress.ParseAddress(host) is { } address
            && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)))
            ? ["127.0.0.1", "[::1]"]
            : [host];
}
