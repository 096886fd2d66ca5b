using Microsoft.IdentityModel.Tokens;

namespace SignalRChat.Auth.Tokens;

/// <summary>
/// Validates the framework's section for tokens of an issuer before the framework uses it. The framework reads the section at the
/// first request, and some mistakes in it would disable a check.
/// </summary>
internal sealed class BearerSettings(IConfigurationSection section)
{
    public const string SectionName = "Authentication:Schemes:Bearer";

    private const int KeyBytes = 32;
    private const int MostKeys = 2;

    private static readonly string[] _switches =
        ["RequireHttpsMetadata", "RefreshOnIssuerKeyNotFound", "IncludeErrorDetails", "MapInboundClaims", "SaveToken"];

    private static readonly string[] _intervals = ["RefreshInterval", "BackchannelTimeout"];
    private static readonly TimeSpan _shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _longest = TimeSpan.FromDays(1);

    /// <summary>Represents the section when the host validates options at start.</summary>
    internal sealed class AtStart;

    public string? Authority => section["Authority"];

    public string? MetadataAddress => section["MetadataAddress"];

    public bool HasIssuer => !string.IsNullOrEmpty(Authority) || !string.IsNullOrEmpty(MetadataAddress);

    public IConfigurationSection[] SigningKeys => [.. section.GetSection("SigningKeys").GetChildren()];

    public bool IsConfigured => HasIssuer || SigningKeys.Length > 0;

    public string[] Issuers => Values("ValidIssuer", "ValidIssuers");

    public string[] Audiences => Values("ValidAudience", "ValidAudiences");

    public string? this[string name] => section[name];

    /// <summary>
    /// The section's static keys are shared secrets (as <c>dotnet user-jwts</c> creates them); only they add the shared-secret algorithms.
    /// </summary>
    public string[] Algorithms => SigningKeys.Length == 0
        ? JwtSetup.IssuerAlgorithms
        : [.. JwtSetup.IssuerAlgorithms, SecurityAlgorithms.HmacSha256, SecurityAlgorithms.HmacSha384, SecurityAlgorithms.HmacSha512];

    /// <summary>Returns no problem if no issuer is configured.</summary>
    public IEnumerable<string> Problems() => IsConfigured
        ? [.. Addresses(), .. Names(), .. Keys(), .. _switches.SelectMany(Switch), .. _intervals.SelectMany(Interval)]
        : [];

    private IEnumerable<string> Addresses()
    {
        foreach (var (key, value) in new[] { ("Authority", Authority), ("MetadataAddress", MetadataAddress) })
        {
            if (string.IsNullOrEmpty(value))
                continue;
            if (!Uri.TryCreate(value, UriKind.Absolute, out var address)
                || !address.Scheme.StartsWith(Uri.UriSchemeHttp, StringComparison.Ordinal))
            {
                yield return $"{SectionName}:{key} is {value}; expected the https address of the issuer.";
            }
            else if (address.Scheme == Uri.UriSchemeHttp
                && !"false".Equals(this["RequireHttpsMetadata"], StringComparison.OrdinalIgnoreCase))
            {
                yield return $"{SectionName}:{key} is {value}; expected https, or {SectionName}:RequireHttpsMetadata set to "
                    + "false for development.";
            }
        }
    }

    private IEnumerable<string> Names()
    {
        if (Audiences.Length == 0 || Audiences.Any(string.IsNullOrWhiteSpace))
        {
            yield return $"{SectionName}:ValidAudiences is or contains an empty value; "
                + "expected the audience of the tokens for this server.";
        }
        if (Issuers.Any(string.IsNullOrWhiteSpace))
            yield return $"{SectionName}:ValidIssuers contains an empty value; expected the issuer of the tokens.";
        if (Issuers.Contains(GuestIdentity.Issuer))
        {
            yield return $"{SectionName}:ValidIssuers contains {GuestIdentity.Issuer}, the issuer of this server's guests; "
                + "expected another issuer.";
        }
    }

    private IEnumerable<string> Keys()
    {
        foreach (var key in SigningKeys)
        {
            if (!Issuers.Contains(key["Issuer"]))
            {
                yield return $"{key.Path}:Issuer is {key["Issuer"] ?? "missing"}; "
                    + $"expected one of {SectionName}:ValidIssuers, or the key is never used.";
            }
            if (!IsKey(key["Value"]))
                yield return $"{key.Path}:Value is not a key; expected at least {KeyBytes} bytes in base64.";
        }

        foreach (var many in SigningKeys.GroupBy(key => key["Issuer"]).Where(keys => keys.Count() > MostKeys))
        {
            yield return $"{SectionName}:SigningKeys contains {many.Count()} keys of {many.Key}; expected 1 for each issuer, "
                + $"or {MostKeys} while one replaces the other.";
        }
    }

    private static bool IsKey(string? value)
    {
        var bytes = new byte[value?.Length ?? 0];
        return Convert.TryFromBase64String(value ?? "", bytes, out var length) && length >= KeyBytes;
    }

    private IEnumerable<string> Switch(string key)
    {
        if (this[key] is { } value && !bool.TryParse(value, out _))
            yield return $"{SectionName}:{key} is {value}; expected true or false.";
    }

    private IEnumerable<string> Interval(string key)
    {
        if (this[key] is not { } value)
            yield break;
        if (!TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out var time) || time < _shortest || time > _longest)
            yield return $"{SectionName}:{key} is {value}; expected {_shortest} to {_longest}.";
    }

    private string[] Values(string one, string many) =>
        [.. section.GetSection(many).GetChildren().Select(child => child.Value).Append(section[one]).OfType<string>()];
}
