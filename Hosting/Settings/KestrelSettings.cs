using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace SignalRChat.Hosting.Settings;

/// <summary>Checks the settings of endpoints that the framework would ignore.</summary>
internal static class KestrelSettings
{
    private const string Protocols = nameof(ListenOptions.Protocols);

    private static readonly string[] _protocols = [.. Enum.GetNames<HttpProtocols>().Where(name => name != nameof(HttpProtocols.None))];

    public static IEnumerable<string> Problems(IConfiguration configuration) =>
        configuration.GetSection("Kestrel:Endpoints").GetChildren()
            .Prepend(configuration.GetSection("Kestrel:EndpointDefaults"))
            .Select(endpoint => endpoint.GetSection(Protocols))
            .Where(protocols => !string.IsNullOrEmpty(protocols.Value))
            .Where(protocols => !_protocols.Contains(protocols.Value, StringComparer.OrdinalIgnoreCase))
            .Select(protocols => $"{protocols.Path} is '{protocols.Value}'; expected {string.Join(", ", _protocols)}.");
}
