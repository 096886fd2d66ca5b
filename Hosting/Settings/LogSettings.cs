using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Logging.Console;

namespace SignalRChat.Hosting.Settings;

/// <summary>Checks the log settings that the framework would reject with a stack, or would ignore.</summary>
internal static class LogSettings
{
    private const string Section = "Logging";
    private const string Levels = "LogLevel";
    private const string FormatterName = $"{Section}:Console:FormatterName";
    private const string TimestampFormat = $"{Section}:Console:FormatterOptions:TimestampFormat";

    private static readonly string[] _formatters =
        [ConsoleFormatterNames.Simple, ConsoleFormatterNames.Json, ConsoleFormatterNames.Systemd];

    /// <summary>
    /// Each line carries its time in UTC. Outside of Development a line is one JSON object, which collectors read without a
    /// pattern. These are defaults: any other source of the same key overrides them.
    /// </summary>
    public static void AddLogDefaults(this WebApplicationBuilder builder)
    {
        var formatter = builder.Configuration[FormatterName]
            ?? (builder.Environment.IsDevelopment() ? ConsoleFormatterNames.Simple : ConsoleFormatterNames.Json);
        // The other formatters write the level right behind the time.
        var behind = formatter.Equals(ConsoleFormatterNames.Json, StringComparison.OrdinalIgnoreCase) ? "" : "' '";
        ((IConfigurationBuilder)builder.Configuration).Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData = new Dictionary<string, string?>
            {
                [FormatterName] = formatter,
                [TimestampFormat] = $"yyyy-MM-dd'T'HH:mm:ss.fff'Z'{behind}",
                [$"{Section}:Console:FormatterOptions:UseUtcTimestamp"] = "true",
            },
        });
    }

    public static IEnumerable<string> Problems(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        var sections = section.GetChildren().Select(child => child.GetSection(Levels)).Prepend(section.GetSection(Levels));
        foreach (var level in sections.SelectMany(levels => levels.GetChildren()))
        {
            if (!string.IsNullOrEmpty(level.Value) && !IsLevel(level.Value))
                yield return $"{level.Path} is '{level.Value}'; expected {string.Join(", ", Enum.GetNames<LogLevel>())}.";
        }
        if (configuration[FormatterName] is { } formatter && !_formatters.Contains(formatter, StringComparer.OrdinalIgnoreCase))
            yield return $"{FormatterName} is '{formatter}'; expected {string.Join(", ", _formatters)}.";
        if (configuration[TimestampFormat] is { } format && !IsTimeFormat(format))
            yield return $"{TimestampFormat} is '{format}'; expected a format of .NET for a time.";
    }

    private static bool IsLevel(string text) => Enum.TryParse<LogLevel>(text, ignoreCase: true, out var level) && Enum.IsDefined(level);

    private static bool IsTimeFormat(string format)
    {
        try
        {
            _ = DateTimeOffset.UnixEpoch.ToString(format, System.Globalization.CultureInfo.InvariantCulture);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
