using Microsoft.Extensions.Options;
using SignalRChat.Auth.Tokens;

namespace SignalRChat.Auth.Guests;

internal sealed class GuestOptionsValidator(BearerSettings issuer) : IValidateOptions<GuestOptions>
{
    private const string Section = GuestOptions.SectionName;
    private const int MostTokens = 1_000_000;

    private static readonly TimeSpan _shortest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _longest = TimeSpan.FromDays(7);

    public ValidateOptionsResult Validate(string? name, GuestOptions options)
    {
        if (!options.IsOn && !issuer.IsConfigured)
        {
            return ValidateOptionsResult.Fail(
                $"No sign-in is configured: set {BearerSettings.SectionName}:Authority to the issuer of the users' tokens, or "
                + $"{Section}:Enabled to true.");
        }

        string[] failures = [.. Failures(options)];
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Failures(GuestOptions options)
    {
        if (options.TokenLifetime < _shortest || options.TokenLifetime > _longest)
            yield return $"{Section}:TokenLifetime is {options.TokenLifetime}; expected {_shortest} to {_longest}.";
        if (options.TokenBurst is < 1 or > MostTokens)
            yield return $"{Section}:TokenBurst is {options.TokenBurst}; expected 1 to {MostTokens}.";
        if (options.TokensPerMinute is < 1 or > MostTokens)
            yield return $"{Section}:TokensPerMinute is {options.TokensPerMinute}; expected 1 to {MostTokens}.";
    }
}
