using System.Net;
using SignalRChat.Hosting.Settings;
using SignalRChat.Hubs.Transport.Sockets;

namespace SignalRChat.Hosting;

/// <summary>
/// The trusted proxies in front. Their headers decide what this server's own origin is. So no proxy is trusted by default, not
/// even on this machine: a local proxy may forward what a client made up.
/// </summary>
internal sealed class ProxyOptions : ICheckedOptions, IReadOptions
{
    public const string SectionName = "Proxies";

    /// <summary>
    /// Addresses of proxies whose <c>X-Forwarded-For</c>, <c>-Proto</c>, <c>-Host</c> and <c>-Prefix</c> are accepted; a list, or
    /// one value with commas between. Default empty.
    /// </summary>
    public string[] KnownProxies { get; set; } = [];

    /// <summary>
    /// Networks of such proxies, as <c>10.0.0.0/8</c>. Default empty. Any sender in them counts as a proxy: keep them narrow.
    /// </summary>
    public string[] KnownNetworks { get; set; } = [];

    /// <summary>
    /// A prefix of the path that a proxy in front leaves in place, as <c>/chat</c>. Default null. A proxy that removes the prefix
    /// sends it in <c>X-Forwarded-Prefix</c>.
    /// </summary>
    public string? PathBase { get; set; }

    public IEnumerable<IPAddress> Addresses => KnownProxies.Select(ListenAddress.ParseAddress).OfType<IPAddress>();

    public IEnumerable<IPNetwork> Networks => KnownNetworks.Select(NetworkOf).OfType<IPNetwork>();

    public void Read(IConfiguration configuration)
    {
        KnownProxies = ConfiguredList.Read(configuration, $"{SectionName}:{nameof(KnownProxies)}");
        KnownNetworks = ConfiguredList.Read(configuration, $"{SectionName}:{nameof(KnownNetworks)}");
        PathBase = configuration[$"{SectionName}:{nameof(PathBase)}"];
    }

    // It also takes an address for the network around it: an operator who wrote 10.0.0.7/8 may not have meant all of 10.0.0.0/8.
    public static IPNetwork? NetworkOf(string text) =>
        IPNetwork.TryParse(text, out var network) && network.BaseAddress.Equals(ListenAddress.ParseAddress(text.Split('/')[0]))
            ? network
            : null;

    public IEnumerable<string> Problems()
    {
        foreach (var text in KnownProxies.Where(text => ListenAddress.ParseAddress(text) is null))
            yield return $"{SectionName}:{nameof(KnownProxies)} contains '{text}'; expected an address, such as 10.0.0.7 or fd00::7.";
        foreach (var text in KnownNetworks.Where(text => NetworkOf(text) is null))
        {
            yield return $"{SectionName}:{nameof(KnownNetworks)} contains '{text}'; expected a network's first address and its bits, "
                + "such as 10.0.0.0/24 or fd00::/64.";
        }
        if (PathBase is { Length: > 0 } prefix
            && (prefix[0] != '/' || prefix[^1] == '/' || prefix.AsSpan().ContainsAny('?', '#', ' ')))
        {
            yield return $"{SectionName}:{nameof(PathBase)} is '{prefix}'; expected a path that begins with a slash and does not end in "
                + "one, such as /chat.";
        }
    }
}

/// <summary>The proxies that are trusted to name the client of a request.</summary>
internal sealed class TrustedProxies(IOptions<ProxyOptions> options) : ITrustedProxies
{
    private readonly HashSet<IPAddress> _addresses = [.. options.Value.Addresses];
    private readonly IPNetwork[] _networks = [.. options.Value.Networks];

    public bool Contains(IPAddress address) =>
        _addresses.Contains(address) || Array.Exists(_networks, network => network.Contains(address));
}
