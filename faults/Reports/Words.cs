using System.Text.RegularExpressions;
using SignalRChat.Testing.Oracle;

namespace SignalRChat.Faults.Reports;

internal static partial class Words
{
    /// <summary>Formats a name as <c>aborted read</c>.</summary>
    public static string Of(Check check) => Inner().Replace(check.ToString(), " $0").ToLowerInvariant();

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex Inner();
}
