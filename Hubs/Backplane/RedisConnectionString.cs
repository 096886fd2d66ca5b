using SignalRChat.Services.Storage;
using StackExchange.Redis;

namespace SignalRChat.Hubs.Backplane;

/// <summary>
/// <c>ConnectionStrings:Redis</c>, in the form of StackExchange.Redis. It may hold a password, so neither it nor its parser's
/// errors are ever repeated.
/// </summary>
internal static class RedisConnectionString
{
    private const string Key = $"{ConnectionStringOptions.SectionName}:{nameof(ConnectionStringOptions.Redis)}";

    /// <summary>The password alone, as it is: a connection string cannot hold one with a comma.</summary>
    private const string PasswordKey = $"{ConnectionStringOptions.SectionName}:{nameof(ConnectionStringOptions.RedisPassword)}";

    public static IEnumerable<string> Problems(ConnectionStringOptions options) => Problem(options) is { } problem ? [problem] : [];

    /// <summary>Returns null when it cannot be read.</summary>
    public static ConfigurationOptions? Read(string text)
    {
        try
        {
            // A URL would be taken for the name of a host, password and all.
            var read = text.Contains("://", StringComparison.Ordinal) ? null : ConfigurationOptions.Parse(text);
            return read?.EndPoints.Count > 0 ? read : null;
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or FormatException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>
    /// Whether there is text between or behind the options that is no option. The parser would take it for a host; mostly it is
    /// the rest of a password with a comma.
    /// </summary>
    private static bool HasRestOfPassword(string text)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        var options = parts.SkipWhile(part => !part.Contains('=', StringComparison.Ordinal)).ToArray();
        return options.Any(part => part.Length > 0 && !part.Contains('=', StringComparison.Ordinal))
            || options.Zip(options.Skip(1)).Any(pair =>
                pair.Second.Length == 0 && pair.First.StartsWith("password=", StringComparison.OrdinalIgnoreCase));
    }

    private static string? Problem(ConnectionStringOptions options)
    {
        if (options.Redis is not { } text)
        {
            return options.RedisPassword is null
                ? null
                : $"{PasswordKey} is set and {Key} is not; expected both, or neither for a single node.";
        }
        if (HasRestOfPassword(text))
        {
            return $"{Key} has text after its options that is not an option; expected the hosts first. A password with a comma goes into "
                + $"{PasswordKey}.";
        }
        if (Read(text) is not { } read)
        {
            return $"{Key} cannot be read; expected the form redis.example:6380,password=…,ssl=true of StackExchange.Redis, or no value "
                + "for a single node.";
        }
        if (options.RedisPassword is { } password && string.IsNullOrWhiteSpace(password))
            return $"{PasswordKey} is empty; expected a password, or no such key.";
        return options.RedisPassword is null || read.Password is null
            ? null
            : $"{PasswordKey} is set and {Key} contains a password too; expected one of the two.";
    }
}
