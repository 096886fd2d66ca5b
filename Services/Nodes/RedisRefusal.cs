namespace SignalRChat.Services.Nodes;

/// <summary>
/// The answers of Redis to a client without permission. StackExchange.Redis wraps them in exceptions whose types do not identify
/// them; the answer's error code does.
/// </summary>
internal static class RedisRefusal
{
    public const string WrongPassword = "Redis rejected the user or the password (WRONGPASS)";

    private const string NotAuthenticated = "Redis requires a password (NOAUTH)";

    /// <summary>Whether this is a text that <see cref="Words"/> returns for a refusal.</summary>
    public static bool IsOne(string reason) => OfAnswer(reason) is not null;

    public static bool IsNotAuthenticated(Exception failure) => Words(failure) == NotAuthenticated;

    /// <summary>The refusal in words, with the code and without any client input; null if Redis refused nothing.</summary>
    public static string? Words(Exception? failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (OfAnswer(cause.Message) is { } words)
                return words;
            if (cause is AggregateException several)
                return several.InnerExceptions.Select(Words).FirstOrDefault(words => words is not null);
        }
        return null;
    }

    private static string? OfAnswer(string answer)
    {
        bool Has(string code) => answer.Contains(code, StringComparison.Ordinal);
        if (Has("WRONGPASS") || Has("invalid password"))
            return WrongPassword;
        if (Has("NOAUTH"))
            return NotAuthenticated;
        if (Has("NOPERM"))
            return "the Redis user lacks a permission (NOPERM)";
        return Has("without any password configured") || Has("no password configured")
            ? "Redis has no password configured for this user"
            : null;
    }
}
