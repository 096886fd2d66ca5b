namespace SignalRChat.Common;

/// <summary>A setting that is a list: as a list, or as one value with commas between.</summary>
internal static class ConfiguredList
{
    // Not by the binder: it skips a single value where it expects a list, and the setting would be ignored silently.
    public static string[] Read(IConfiguration configuration, string key)
    {
        var section = configuration.GetSection(key);
        var one = section.Value?.Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        return [.. one, .. section.GetChildren().Select(child => child.Value ?? "")];
    }
}
