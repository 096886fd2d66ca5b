using Microsoft.Extensions.Options;

namespace SignalRChat.Auth.Origins;

internal sealed class HostNamesValidator : IValidateOptions<HostNames>
{
    public ValidateOptionsResult Validate(string? name, HostNames options)
    {
        var problems = options.Allowed.Where(host => !HostNames.IsPattern(host)).Select(Sentence).ToArray();
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static string Sentence(string host) => HostNames.IsAscii(host)
        ? $"{HostNames.Key} contains '{host}'; expected host names such as chat.example.org or *.example.org, without scheme and port, "
            + "or * for any."
        : $"{HostNames.Key} contains '{host}'; browsers send such a name in punycode, so use that form, such as xn--bcher-kva.example "
            + "for bücher.example.";
}
