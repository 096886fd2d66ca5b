using Microsoft.Extensions.Options;

namespace SignalRChat.Hosting.Health;

internal sealed class HealthOptionsValidator : IValidateOptions<HealthOptions>
{
    public ValidateOptionsResult Validate(string? name, HealthOptions options)
    {
        List<string> problems =
        [
            .. options.AllowedNetworks.Where(text => ProxyOptions.NetworkOf(text) is null).Select(text =>
                $"{HealthOptions.SectionName}:{nameof(options.AllowedNetworks)} contains '{text}'; expected a network's first address "
                + "and its bits, such as 35.191.0.0/16."),
        ];
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
