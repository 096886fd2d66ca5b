namespace SignalRChat.Hosting.Settings;

/// <summary>The variable of OpenTelemetry with the address of a collector. Without it nothing is sent, and nothing is traced.</summary>
internal static class OtlpSettings
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static bool HasCollector(IConfiguration configuration) => !string.IsNullOrEmpty(configuration[Endpoint]);

    /// <summary>The exporter would ignore an address that it cannot read, and send everything to its default one.</summary>
    public static IEnumerable<string> Problems(IConfiguration configuration)
    {
        // Without the value, which may hold a secret.
        if (HasCollector(configuration) && !IsHttp(configuration[Endpoint]!))
            yield return $"{Endpoint} is not an address of HTTP; expected that of a collector, such as http://127.0.0.1:4317.";
    }

    private static bool IsHttp(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);
}
