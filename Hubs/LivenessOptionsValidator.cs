using Microsoft.Extensions.Options;

namespace SignalRChat.Hubs;

internal sealed class LivenessOptionsValidator : IValidateOptions<LivenessOptions>
{
    public ValidateOptionsResult Validate(string? name, LivenessOptions options) => options.ClientTimeout >= 2 * options.KeepAliveInterval
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail(
            $"{LivenessOptions.SectionName}:{nameof(LivenessOptions.ClientTimeout)} is {options.ClientTimeout}; expected at least twice "
            + $"{nameof(LivenessOptions.KeepAliveInterval)}, which is {options.KeepAliveInterval}.");
}
