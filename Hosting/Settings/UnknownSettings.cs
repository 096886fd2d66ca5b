namespace SignalRChat.Hosting.Settings;

/// <summary>
/// A misspelled setting would be passed over, and its default would count. So it stops the start, with the nearest known one.
/// </summary>
internal static class UnknownSettings
{
    private const int OneSlip = 1;

    public static IEnumerable<string> In(IConfiguration configuration) => In(configuration, "");

    /// <summary>Only those of the section <c>Chat</c>: an app may have settings of its own in the other sections.</summary>
    public static IEnumerable<string> InChat(IConfiguration configuration) => In(configuration, "Chat:");

    private static IEnumerable<string> In(IConfiguration configuration, string section) =>
        from entry in configuration.AsEnumerable()
        where entry.Value is not null && entry.Key.Contains(':') && !IsKnown(entry.Key, entry.Value)
        where entry.Key.StartsWith(section, StringComparison.OrdinalIgnoreCase)
        select Sentence(entry.Key);

    private static bool IsKnown(string key, string value)
    {
        var top = key.Split(':')[0];
        if (!KnownSettings.OwnSections.Contains(top))
            return KnownSettings.Sections.All(section => EditDistance.Of(section, top) is 0 or > OneSlip);
        // An object or a list without entries has an empty value.
        return KnownSettings.All.Any(setting => setting.Holds(key) || (value.Length == 0 && setting.IsAtOrBelow(key)));
    }

    private static string Sentence(string key) => $"{key} is not a setting; the nearest one is {Nearest(key)}.";

    private static string Nearest(string key)
    {
        var nearest = KnownSettings.All.MinBy(setting => EditDistance.Of(setting.Key, key))!;
        var section = KnownSettings.Sections.MinBy(section => EditDistance.Of(section, key.Split(':')[0]))!;
        return nearest.IsBelow(section) ? Form(nearest) : section;
    }

    private static string Form(KnownSetting setting) => setting.Form == SettingForm.Open ? $"{setting.Key}:<entry>" : setting.Key;
}
