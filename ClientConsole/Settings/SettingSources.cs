using SignalRChat.ClientConsole.Input;

namespace SignalRChat.ClientConsole.Settings;

/// <summary>
/// Finds a setting. The command line precedes the environment, then the user's file, then the file beside the program, then the default.
/// </summary>
internal sealed class SettingSources(Func<string, string?> option, Func<string, string?> environment, IEnumerable<string> files)
{
    /// <summary>The keys of a settings file.</summary>
    public static IReadOnlyCollection<string> Keys { get; } =
        ["url", "token", "name", "fresh", "room", "protocol", "transport", "output", "connectTimeout", "noColor", "verbose"];

    private readonly (string Path, IReadOnlyDictionary<string, string> Values)[] _files =
        files.Reverse().Select(path => (path, SettingsFile.Read(path, Keys))).ToArray();

    /// <summary>The value, and its source in words.</summary>
    public (string Value, string Origin)? Find(string key, string optionName, params string[] variables)
    {
        if (option(optionName) is { } typed)
            return (ByteOrderMark.Drop(typed), optionName);
        foreach (var variable in variables)
        {
            // For example from CHAT_TOKEN="$(cat token.txt)".
            if (environment(variable) is { Length: > 0 } value)
                return (ByteOrderMark.Drop(value), variable);
        }

        foreach (var (path, values) in _files)
        {
            if (values.TryGetValue(key, out var value))
                return (value, $"'{key}' in {path}");
        }

        return null;
    }

    public string Text(string key, string optionName, string otherwise, params string[] variables) =>
        Find(key, optionName, variables)?.Value ?? otherwise;

    public string OneOf(string key, string optionName, params string[] allowed)
    {
        if (Find(key, optionName) is not { } found)
            return allowed[0];
        return allowed.Contains(found.Value) ? found.Value : throw Wrong(found, string.Join(" or ", allowed));
    }

    public bool Flag(string key, string optionName)
    {
        if (Find(key, optionName) is not { } found)
            return false;
        return bool.TryParse(found.Value, out var flag) ? flag : throw Wrong(found, "true or false");
    }

    public TimeSpan? Seconds(string key, string optionName, double most)
    {
        if (Find(key, optionName) is not { } found)
            return null;
        return double.TryParse(found.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            && seconds > 0 && seconds <= most
            ? TimeSpan.FromSeconds(seconds)
            : throw Wrong(found, string.Create(CultureInfo.InvariantCulture, $"seconds, above 0 to {most:#,0}"));
    }

    public static UsageException Wrong((string Value, string Origin) found, string expected) =>
        new($"{found.Origin} is '{found.Value}'; expected {expected}.");
}
