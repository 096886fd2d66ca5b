namespace SignalRChat.Testing;

/// <summary>The settings that make a server a node of a cluster.</summary>
internal static class NodeSettings
{
    public const string Postgres = "ConnectionStrings:Postgres";
    public const string Redis = "ConnectionStrings:Redis";

    public static Dictionary<string, string> On(string postgres, string? redis = null)
    {
        var settings = new Dictionary<string, string> { [Postgres] = postgres };
        if (redis is not null)
            settings[Redis] = redis;
        return settings;
    }
}
