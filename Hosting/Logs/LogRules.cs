namespace SignalRChat.Hosting.Logs;

/// <summary>Events of the server with different limits.</summary>
internal static class LogRules
{
    private const string Server = "SignalRChat.";
    private const string Code = nameof(Code);

    private const int SessionEnded = 2101;
    private const int EpochBegan = 3012;
    private const int CommitsLost = 3013;

    /// <summary>No limit: each line is the evidence of what one room lost, and no client causes it.</summary>
    public static bool IsExempt(string category, int eventId) => eventId is EpochBegan or CommitsLost && IsServer(category);

    /// <summary>The reason for which a session ended; null for other events. A flood that ends for one reason hides no other.</summary>
    public static string? ReasonOf<TState>(string category, int eventId, TState state)
    {
        if (eventId != SessionEnded || !IsServer(category) || state is not IReadOnlyList<KeyValuePair<string, object?>> values)
            return null;
        for (var i = 0; i < values.Count; i++)
        {
            if (values[i] is { Key: Code, Value: string code })
                return code;
        }
        return null;
    }

    private static bool IsServer(string category) => category.StartsWith(Server, StringComparison.Ordinal);
}
