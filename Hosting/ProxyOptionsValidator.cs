using Microsoft.Extensions.Options;
using SignalRChat.Hosting.Settings;

namespace SignalRChat.Hosting;

internal sealed class ProxyOptionsValidator : IValidateOptions<ProxyOptions>
{
    private const string Section = ProxyOptions.SectionName;

    public ValidateOptionsResult Validate(string? name, ProxyOptions options)
    {
        List<string> problems =
        [
            .. options.KnownProxies.Where(text => ListenAddress.ParseAddress(text) is null).Select(text =>
                $"{Section}:{nameof(options.KnownProxies)} contains '{text}'; expected an address, such as 10.0.0.7 or fd00::7."),
            .. options.KnownNetworks.Where(text => ProxyOptions.NetworkOf(text) is null).Select(text =>
                $"{Section}:{nameof(options.KnownNetworks)} contains '{text}'; expected a network's first address and its bits, such as "
                + "10.0.0.0/24 or fd00::/64."),
        ];
        if (options.PathBase is { Length: > 0 } prefix
            && (prefix[0] != '/' || prefix[^1] == '/' || prefix.AsSpan().ContainsAny('?', '#', ' ')))
            problems.Add(
                $"{Section}:{nameof(options.PathBase)} is '{prefix}'; expected a path that begins with a slash "
                + "and does not end in one, such as /chat.");
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
