using System.Net;
using SignalRChat.Auth;

namespace SignalRChat.Hosting;

/// <summary>
/// Which proxies in front are believed. What they say of a request decides what this server's own origin is, so nobody is by
/// default, not even this machine: a proxy on it may hand through what a client made up.
/// </summary>
internal sealed class ProxyOptions
{
    public const string SectionName = "Proxies";

    /// <summary>
    /// Addresses of proxies whose <c>X-Forwarded-For</c>, <c>-Proto</c>, <c>-Host</c> and <c>-Prefix</c> are taken; a list, or
    /// one value with commas between. Default none.
    /// </summary>
    public string[] KnownProxies { get; set; } = [];

    /// <summary>
    /// Networks of such proxies, as <c>10.0.0.0/8</c>. Default none. Whoever can send from an address in them is a proxy: keep
    /// them narrow.
    /// </summary>
    public string[] KnownNetworks { get; set; } = [];

    /// <summary>
    /// A prefix of the path that a proxy in front leaves in place, as <c>/chat</c>. Default none; one that takes it away says so
    /// in <c>X-Forwarded-Prefix</c>.
    /// </summary>
    public string? PathBase { get; set; }

    public IEnumerable<IPAddress> Addresses => KnownProxies.Select(AddressOf).OfType<IPAddress>();

    public IEnumerable<IPNetwork> Networks => KnownNetworks.Select(NetworkOf).OfType<IPNetwork>();

    public void Read(IConfiguration configuration)
    {
        KnownProxies = ConfiguredList.Read(configuration, $"{SectionName}:{nameof(KnownProxies)}");
        KnownNetworks = ConfiguredList.Read(configuration, $"{SectionName}:{nameof(KnownNetworks)}");
        PathBase = configuration[$"{SectionName}:{nameof(PathBase)}"];
    }

    // The parser takes a bare number for an address too, which is never what was meant.
    public static IPAddress? AddressOf(string text) =>
        text.AsSpan().ContainsAny('.', ':') && IPAddress.TryParse(text, out var address) ? address : null;

    // And it takes an address for the network around it: whoever wrote 10.0.0.7/8 may not have meant all of 10.0.0.0/8.
    public static IPNetwork? NetworkOf(string text) =>
        IPNetwork.TryParse(text, out var network) && network.BaseAddress.Equals(AddressOf(text.Split('/')[0])) ? network : null;
}
