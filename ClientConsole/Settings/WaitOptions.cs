using System.CommandLine;
using System.Text.RegularExpressions;

namespace SignalRChat.ClientConsole.Settings;

/// <summary>The options for the conditions that end a script.</summary>
internal sealed class WaitOptions
{
    private static readonly TimeSpan _matching = TimeSpan.FromSeconds(1);

    private readonly Option<string?> _for = new("--wait-for")
    {
        Description = "End when the text of another user's message matches this regular expression.",
        HelpName = "REGEX",
    };

    private readonly Option<int?> _count = new("--count") { Description = "End after this many such messages.", HelpName = "N" };

    private readonly Option<double?> _timeout = new("--timeout")
    {
        Description = "Wait at most this long, then exit with 7.",
        HelpName = "SECONDS",
    };

    public void AddTo(Command command)
    {
        command.Add(_for);
        command.Add(_count);
        command.Add(_timeout);
    }

    public Wait Read(ParseResult parsed)
    {
        var wait = new Wait
        {
            For = Expression(parsed.GetValue(_for)),
            Count = Count(parsed.GetValue(_count)),
            Timeout = Timeout(parsed.GetValue(_timeout)),
        };
        return wait is { IsAsked: false, Timeout: not null } ? throw new UsageException("--timeout requires --wait-for or --count.") : wait;
    }

    private static Regex? Expression(string? pattern)
    {
        try
        {
            return pattern is null ? null : new(pattern, RegexOptions.CultureInvariant, _matching);
        }
        catch (ArgumentException e)
        {
            throw new UsageException($"--wait-for is not a regular expression: {e.Message}");
        }
    }

    private static int? Count(int? count) => count is < 1 ? throw new UsageException($"--count is '{count}'; expected 1 or more.") : count;

    private static TimeSpan? Timeout(double? seconds) => seconds switch
    {
        null => null,
        > 0 and <= 86_400 => TimeSpan.FromSeconds(seconds.Value),
        _ => throw new UsageException($"--timeout is '{seconds}'; expected seconds, above 0 to 86,400."),
    };
}
