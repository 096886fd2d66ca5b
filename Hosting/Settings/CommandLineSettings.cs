using System.Reflection;

namespace SignalRChat.Hosting.Settings;

/// <summary>
/// Each argument of the command line is a setting, in the forms that the framework reads: <c>--key value</c>, <c>--key=value</c>,
/// <c>/key value</c>, <c>key=value</c>. The framework skips anything else silently.
/// </summary>
internal static class CommandLineSettings
{
    /// <summary>The host's own keys, which are in no section.</summary>
    private static readonly string[] _hostKeys =
    [
        .. from type in (Type[])[typeof(WebHostDefaults), typeof(HostDefaults)]
           from field in type.GetFields(BindingFlags.Public | BindingFlags.Static)
           select (string)field.GetValue(null)!,
        "AllowedHosts",
    ];

    public static IEnumerable<string> Problems(IReadOnlyList<string> args)
    {
        for (var i = 0; i < args.Count; i++)
        {
            var argument = args[i];
            var key = Key(argument);
            var ends = key?.IndexOf('=', StringComparison.Ordinal) ?? -1;
            if (key is null || (ends < 0 && key == argument))
            {
                yield return $"'{argument}' on the command line is not a setting; expected --key value, and --help lists the keys.";
                continue;
            }
            var hasValue = ends >= 0 || ++i < args.Count;
            var name = ends < 0 ? key : key[..ends];
            if (!IsKnown(name) && !IsEmptySection(key))
                yield return Sentence(argument[..(argument.Length - key.Length)], name);
            else if (!hasValue)
                yield return $"'{argument}' on the command line has no value.";
        }
    }

    /// <summary>The argument without its prefix; null for a single hyphen, which the framework treats as an abbreviation.</summary>
    private static string? Key(string argument) => argument switch
    {
        ['-', '-', .. var key] => key,
        ['-', ..] => null,
        ['/', .. var key] => key,
        _ => argument,
    };

    // A key with a section is checked with all the others, whatever their source.
    private static bool IsKnown(string key) => key.Contains(':') || _hostKeys.Contains(key, StringComparer.OrdinalIgnoreCase);

    // As tools pass on a whole configuration: "--Storage=" before the keys in it.
    private static bool IsEmptySection(string key) =>
        key.EndsWith('=') && KnownSettings.Sections.Contains(key[..^1], StringComparer.OrdinalIgnoreCase);

    private static string Sentence(string prefix, string key) =>
        $"'{prefix}{key}' on the command line is not a setting; the nearest one is "
        + $"{prefix}{_hostKeys.MinBy(known => EditDistance.Of(known, key))}.";
}
