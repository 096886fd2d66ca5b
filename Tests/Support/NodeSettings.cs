using SignalRChat.Testing.Processes;

namespace SignalRChat.Tests.Support;

/// <summary>The settings that make a <see cref="ServerProcess"/> a node of a cluster.</summary>
internal static class NodeSettings
{
    public static Dictionary<string, string> On(string postgres, string? redis = null)
    {
        var settings = new Dictionary<string, string> { ["ConnectionStrings:Postgres"] = postgres };
        if (redis is not null)
            settings["ConnectionStrings:Redis"] = redis;
        return settings;
    }
}
