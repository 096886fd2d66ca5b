using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Primitives;
using SignalRChat.Auth.Tokens;

namespace SignalRChat.Hosting.Settings;

/// <summary>
/// The keys of the section for tokens of an issuer, which the framework and <see cref="BearerSettings"/> read. They have no
/// option class. So this makes both read an empty configuration and notes the keys that they request.
/// </summary>
internal static class BearerKeys
{
    public static IEnumerable<KnownSetting> Read()
    {
        var asked = new AskedKeys();
        using var configuration = new ConfigurationRoot([asked]);
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddLogging();
        services.AddAuthentication().AddJwtBearer();
        using var provider = services.BuildServiceProvider();
        var setups = provider.GetServices<IConfigureOptions<JwtBearerOptions>>();
        foreach (var setup in setups.OfType<IConfigureNamedOptions<JwtBearerOptions>>())
            setup.Configure(JwtBearerDefaults.AuthenticationScheme, new JwtBearerOptions());
        var ours = new BearerSettings(configuration.GetSection(BearerSettings.SectionName));
        foreach (var property in typeof(BearerSettings).GetProperties().Where(property => property.GetIndexParameters().Length == 0))
            property.GetValue(ours);
        return
        [
            .. asked.Lists.Select(key => new KnownSetting(key, SettingForm.Open, null)),
            .. asked.Values.Select(key => new KnownSetting(key, SettingForm.Value, null)),
        ];
    }

    private sealed class AskedKeys : IConfigurationProvider
    {
        private const string Section = BearerSettings.SectionName;

        public HashSet<string> Values { get; } = [];

        public HashSet<string> Lists { get; } = [];

        public bool TryGet(string key, out string? value)
        {
            value = null;
            if (key.StartsWith($"{Section}:", StringComparison.Ordinal))
                Values.Add(key);
            return false;
        }

        public IEnumerable<string> GetChildKeys(IEnumerable<string> earlierKeys, string? parentPath)
        {
            // A section without a child is passed over.
            if (parentPath is null || Section.StartsWith(parentPath, StringComparison.Ordinal))
                return ["any"];
            Lists.Add(parentPath);
            return earlierKeys;
        }

        public IChangeToken GetReloadToken() => new CancellationChangeToken(CancellationToken.None);

        public void Load()
        {
        }

        public void Set(string key, string? value)
        {
        }
    }
}
