using System.Net;

namespace SignalRChat.Hosting.Settings;

/// <summary>An address that the server is to listen on.</summary>
/// <param name="Key">The setting that holds it.</param>
/// <param name="Text">The address as given.</param>
/// <param name="Protocols">Kestrel's protocols for it; null for its default.</param>
internal sealed record ListenAddress(string Key, string Text, string? Protocols = null)
{
    private const string UrlsKey = "ASPNETCORE_URLS (or --urls)";
    private const string Endpoints = "Kestrel:Endpoints";

    // Kestrel's default, if nothing is set.
    private static readonly ListenAddress _default = new("", "http://localhost:5000");

    /// <summary>All addresses that the host binds by these settings, in the order in which it reads them.</summary>
    public static IReadOnlyList<ListenAddress> In(IConfiguration settings)
    {
        ListenAddress[] urls = [.. Listed(settings[WebHostDefaults.ServerUrlsKey]).Select(url => new ListenAddress(UrlsKey, url))];
        ListenAddress[] ports =
            [.. Ports(settings, WebHostDefaults.HttpPortsKey, "http"), .. Ports(settings, WebHostDefaults.HttpsPortsKey, "https")];
        ListenAddress[] endpoints =
        [
            .. from endpoint in settings.GetSection(Endpoints).GetChildren()
               let protocols = endpoint["Protocols"] ?? settings["Kestrel:EndpointDefaults:Protocols"]
               select new ListenAddress($"{endpoint.Path}:Url", endpoint["Url"] ?? "", protocols),
        ];
        var hosts = urls.Length > 0 ? urls : ports;
        var prefersHosts = bool.TryParse(settings[WebHostDefaults.PreferHostingUrlsKey], out var prefers) && prefers && hosts.Length > 0;
        return endpoints.Length > 0 && !prefersHosts ? endpoints : hosts.Length > 0 ? hosts : [_default];
    }

    /// <summary>
    /// Whether Kestrel would bind exactly this address. It takes a host that is no address for every address of the machine.
    /// </summary>
    public bool IsValid => Parsed is { } address
        && address.Scheme is "http" or "https"
        && (address.IsUnixPipe || address.IsNamedPipe || (address.PathBase.Length == 0 && IsPort(address) && IsHost(address.Host)));

    public BindingAddress? Parsed
    {
        get
        {
            try
            {
                return BindingAddress.Parse(Text);
            }
            catch (FormatException)
            {
                return null;
            }
        }
    }

    public string Sentence =>
        $"{Key} contains '{Text}'; expected http or https, then an IP address, localhost or *, then a port up to {IPEndPoint.MaxPort}, "
        + "such as http://127.0.0.1:5000.";

    /// <summary>
    /// Whether it is an http address with a port. Without one it would be 80, which an operator who omits the port does not mean.
    /// </summary>
    public static bool IsPlainHttp(string url) =>
        new ListenAddress("", url) is { IsValid: true, Parsed: { Scheme: "http", IsUnixPipe: false, IsNamedPipe: false } address }
        && url.EndsWith($":{address.Port}", StringComparison.Ordinal);

    /// <summary>Returns null if the text is no address. A bare number is never meant as one, though the parser takes it.</summary>
    public static IPAddress? ParseAddress(string text) =>
        text.AsSpan().ContainsAny('.', ':') && IPAddress.TryParse(text, out var address) ? address : null;

    private static IEnumerable<ListenAddress> Ports(IConfiguration settings, string key, string scheme) =>
        Listed(settings[key]).Select(port => new ListenAddress($"ASPNETCORE_{key.ToUpperInvariant()}", $"{scheme}://*:{port}"));

    private static string[] Listed(string? text) =>
        text?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    // Kestrel picks no free port for localhost, which is two addresses.
    private static bool IsPort(BindingAddress address) =>
        address.Port is >= 0 and <= IPEndPoint.MaxPort && (address.Port > 0 || !IsLocalhost(address.Host));

    private static bool IsHost(string host) => IsLocalhost(host) || host is "*" or "+" || ParseAddress(host) is not null;

    private static bool IsLocalhost(string host) => host.Equals("localhost", StringComparison.OrdinalIgnoreCase);
}
