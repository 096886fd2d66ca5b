using Microsoft.Extensions.Options;

namespace SignalRChat.Auth.Origins;

internal sealed class OriginOptionsValidator : IValidateOptions<OriginOptions>
{
    private const string Key = $"{OriginOptions.SectionName}:{nameof(OriginOptions.AllowedOrigins)}";

    public ValidateOptionsResult Validate(string? name, OriginOptions options)
    {
        var problems = options.AllowedOrigins.Where(origin => WebOrigin.Normalise(origin) is null).Select(Sentence).ToArray();
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static string Sentence(string origin) => origin.Contains('*', StringComparison.Ordinal)
        ? $"{Key} contains {origin}; expected each origin by name, because a page of any origin could act for its visitor."
        : $"{Key} contains '{origin}'; expected scheme://host or scheme://host:port without a path.";
}
