using System.Collections;
using System.Reflection;

namespace SignalRChat.Hosting.Settings;

/// <summary>
/// Every setting of the server's own sections. The option classes provide the list: each has a constant <c>SectionName</c>.
/// </summary>
internal static class KnownSettings
{
    /// <summary>Sections that the framework reads. A misspelled section name is found, but not a misspelled key in it.</summary>
    private static readonly string[] _frameworkSections = ["Logging", "Kestrel"];

    public static IReadOnlyList<KnownSetting> All { get; } = [.. OfOptions(), .. BearerKeys.Read()];

    /// <summary>The top-level sections of the server: an unknown key in them is a mistake.</summary>
    public static IReadOnlySet<string> OwnSections { get; } =
        All.Select(setting => setting.Key.Split(':')[0]).ToHashSet(StringComparer.OrdinalIgnoreCase);

    public static IEnumerable<string> Sections => OwnSections.Concat(_frameworkSections);

    private static IEnumerable<KnownSetting> OfOptions() =>
        from type in typeof(KnownSettings).Assembly.GetTypes()
        where type.GetConstructor(Type.EmptyTypes) is not null
        let section = type.GetField("SectionName", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string
        where section is not null
        from setting in Of(Activator.CreateInstance(type)!, section)
        select setting;

    private static IEnumerable<KnownSetting> Of(object defaults, string section)
    {
        foreach (var property in defaults.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var key = $"{section}:{property.Name}";
            if (typeof(IDictionary).IsAssignableFrom(property.PropertyType))
            {
                yield return new(key, SettingForm.Open, null);
            }
            else if (property.PropertyType.IsArray)
            {
                yield return new(key, SettingForm.List, null);
            }
            else if (property.PropertyType.IsClass && property.PropertyType.Assembly == typeof(KnownSettings).Assembly)
            {
                foreach (var setting in Of(property.GetValue(defaults)!, key))
                    yield return setting;
            }
            else if (!property.CanWrite)
            {
                continue;
            }
            else
            {
                yield return new(key, SettingForm.Value, Convert.ToString(property.GetValue(defaults), CultureInfo.InvariantCulture));
            }
        }
    }
}

/// <param name="Key">The whole key, as <c>Chat:Limits:TextLength</c>.</param>
/// <param name="Form">The form of its value.</param>
/// <param name="Default">The default as text; null if there is none.</param>
internal sealed record KnownSetting(string Key, SettingForm Form, string? Default)
{
    // The suffix that Azure's variables (POSTGRESQLCONNSTR_…) add beside each connection string.
    private const string ProviderName = "_ProviderName";

    private bool IsConnectionString => Key.StartsWith("ConnectionStrings:", StringComparison.Ordinal);

    /// <summary>Whether a value at this key belongs to this setting.</summary>
    public bool Holds(string key)
    {
        if (!key.StartsWith(Key, StringComparison.OrdinalIgnoreCase))
            return false;
        var rest = key.AsSpan(Key.Length);
        return Form switch
        {
            SettingForm.Open => rest.StartsWith(":"),
            SettingForm.List =>
                rest.IsEmpty || (rest[0] == ':' && int.TryParse(rest[1..], NumberStyles.None, CultureInfo.InvariantCulture, out _)),
            _ => rest.IsEmpty || (IsConnectionString && rest.Equals(ProviderName, StringComparison.OrdinalIgnoreCase)),
        };
    }

    public bool IsAtOrBelow(string key) => IsBelow(key) || Key.Equals(key, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether this setting is anywhere below the section.</summary>
    public bool IsBelow(string section) => Key.StartsWith($"{section}:", StringComparison.OrdinalIgnoreCase);
}

internal enum SettingForm
{
    /// <summary>One value.</summary>
    Value,

    /// <summary>A list of values, or one value with commas between.</summary>
    List,

    /// <summary>Entries with names or numbers that the operator chooses, without a value for the setting itself.</summary>
    Open,
}
