using SignalRChat.Auth.Tokens;

namespace SignalRChat.Auth.Guests;

internal sealed class GuestOptionsValidator(BearerSettings issuer) : IValidateOptions<GuestOptions>
{
    public ValidateOptionsResult Validate(string? name, GuestOptions options) => options.IsOn || issuer.IsConfigured
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail(
            $"No sign-in is configured: set {BearerSettings.SectionName}:Authority to the issuer of the users' tokens, or "
            + $"{GuestOptions.SectionName}:Enabled to true.");
}
