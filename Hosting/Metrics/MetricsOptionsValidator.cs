using Microsoft.Extensions.Options;
using SignalRChat.Hosting.Settings;

namespace SignalRChat.Hosting.Metrics;

internal sealed class MetricsOptionsValidator : IValidateOptions<MetricsOptions>
{
    public ValidateOptionsResult Validate(string? name, MetricsOptions options) => options.Url is null || IsAddress(options.Url)
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail(
            $"{MetricsOptions.SectionName}:{nameof(options.Url)} is '{options.Url}'; expected http, an address and a port, "
            + "such as http://127.0.0.1:9464 or http://*:9464.");

    // Without a port it would be 80, which an operator who omits the port does not mean.
    private static bool IsAddress(string url) =>
        new ListenAddress("", url) is { IsValid: true, Parsed: { Scheme: "http", IsUnixPipe: false, IsNamedPipe: false } address }
        && url.EndsWith($":{address.Port}", StringComparison.Ordinal);
}
