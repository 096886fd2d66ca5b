using System.Collections;
using System.Globalization;
using System.Reflection;
using SignalRChat.Common;

namespace SignalRChat.Tests.Architecture;

/// <summary>Operators rely on docs/settings.md, so it must name every setting with its default.</summary>
public sealed class SettingsDocumentTests
{
    private static readonly string _document = SourceTree.Read("docs/settings.md");

    [Fact]
    public void Every_setting_is_listed()
    {
        Assert.NotEmpty(Settings());
        Findings.AssertNone(Settings().Where(setting => Row(setting.Key) is null).Select(setting => setting.Key));
    }

    [Fact]
    public void Every_default_is_the_one_listed()
    {
        var wrong =
            from setting in Settings()
            let row = Row(setting.Key)
            where row is not null && Text(setting.Default) is { } value && row.Split('|')[2].Trim().Trim('`') != value
            select $"{setting.Key}: {Text(setting.Default)}";

        Findings.AssertNone(wrong);
    }

    [Fact]
    public void No_setting_is_listed_that_there_is_not()
    {
        var known = Settings().Select(setting => setting.Key).ToList();
        var listed = _document.Split('\n')
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('`')[1]);

        // The framework reads this section.
        var ours = listed.Where(key => !key.StartsWith("Authentication:Schemes:", StringComparison.Ordinal));
        Assert.All(ours, key => Assert.Contains(known, setting => Matches(setting, key)));
    }

    private static string? Row(string key) =>
        _document.Split('\n').FirstOrDefault(line => line.StartsWith("| `", StringComparison.Ordinal) && Matches(key, line.Split('`')[1]));

    // The entries of a dictionary are listed as Section:Name:<key of the entry>.
    private static bool Matches(string key, string listed) =>
        listed == key || listed.StartsWith($"{key}:<", StringComparison.Ordinal);

    private static IEnumerable<(string Key, object? Default)> Settings() =>
        from type in Assembly.Load("SignalRChat").GetTypes()
        let section = type.GetField("SectionName", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string
        where section is not null && type.GetConstructor(Type.EmptyTypes) is not null
        from setting in Settings(Activator.CreateInstance(type)!, section)
        select setting;

    private static IEnumerable<(string Key, object? Default)> Settings(object defaults, string section) =>
        from property in defaults.GetType().GetProperties()
        let key = $"{section}:{property.Name}"
        let value = property.GetValue(defaults)
        where property.CanWrite || value is IDictionary or RateOptions
        from setting in value is RateOptions rate ? Settings(rate, key) : [(key, value)]
        select setting;

    private static string? Text(object? value) => value switch
    {
        bool flag => flag ? "true" : "false",
        int number => number.ToString(CultureInfo.InvariantCulture),
        double number => number.ToString(CultureInfo.InvariantCulture),
        TimeSpan { Milliseconds: > 0 } time => time.ToString(@"hh\:mm\:ss\.fff", CultureInfo.InvariantCulture),
        TimeSpan time => time.ToString("c", CultureInfo.InvariantCulture),
        string text => text,
        _ => null,
    };
}
