namespace SignalRChat.Auth.Tokens;

internal sealed class BearerOptionsValidator(BearerSettings settings) : IValidateOptions<BearerSettings.AtStart>
{
    private const string Section = BearerSettings.SectionName;
    private const int KeyBytes = 32;

    private static readonly string[] _switches =
        ["RequireHttpsMetadata", "RefreshOnIssuerKeyNotFound", "IncludeErrorDetails", "MapInboundClaims", "SaveToken"];

    private static readonly string[] _intervals = ["RefreshInterval", "BackchannelTimeout"];
    private static readonly TimeSpan _shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _longest = TimeSpan.FromDays(1);

    public ValidateOptionsResult Validate(string? name, BearerSettings.AtStart options)
    {
        string[] problems = settings.IsConfigured ? [.. Problems()] : [];
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private IEnumerable<string> Problems() =>
        [.. Addresses(), .. Names(), .. Keys(), .. _switches.SelectMany(Switch), .. _intervals.SelectMany(Interval)];

    private IEnumerable<string> Addresses()
    {
        foreach (var (key, value) in new[] { ("Authority", settings.Authority), ("MetadataAddress", settings.MetadataAddress) })
        {
            if (string.IsNullOrEmpty(value))
                continue;
            if (!Uri.TryCreate(value, UriKind.Absolute, out var address)
                || !address.Scheme.StartsWith(Uri.UriSchemeHttp, StringComparison.Ordinal))
            {
                yield return $"{Section}:{key} is {value}; expected the https address of the issuer.";
            }
            else if (address.Scheme == Uri.UriSchemeHttp
                && !"false".Equals(settings["RequireHttpsMetadata"], StringComparison.OrdinalIgnoreCase))
            {
                yield return $"{Section}:{key} is {value}; expected https, or {Section}:RequireHttpsMetadata set to false for development.";
            }
        }
    }

    private IEnumerable<string> Names()
    {
        if (settings.Audiences.Length == 0 || settings.Audiences.Any(string.IsNullOrWhiteSpace))
            yield return $"{Section}:ValidAudiences is or contains an empty value; expected the audience of the tokens for this server.";
        if (settings.Issuers.Any(string.IsNullOrWhiteSpace))
            yield return $"{Section}:ValidIssuers contains an empty value; expected the issuer of the tokens.";
        if (settings.Issuers.Contains(GuestIdentity.Issuer))
        {
            yield return $"{Section}:ValidIssuers contains {GuestIdentity.Issuer}, the issuer of this server's guests; "
                + "expected another issuer.";
        }
    }

    private IEnumerable<string> Keys()
    {
        foreach (var key in settings.SigningKeys)
        {
            if (!settings.Issuers.Contains(key["Issuer"]))
            {
                yield return $"{key.Path}:Issuer is {key["Issuer"] ?? "missing"}; "
                    + $"expected one of {Section}:ValidIssuers, or the key is never used.";
            }
            if (!IsKey(key["Value"]))
                yield return $"{key.Path}:Value is not a key; expected at least {KeyBytes} bytes in base64.";
        }

        foreach (var twice in settings.SigningKeys.GroupBy(key => key["Issuer"]).Where(keys => keys.Count() > 1))
            yield return $"{Section}:SigningKeys contains {twice.Count()} keys of {twice.Key}; expected one for each issuer.";
    }

    private static bool IsKey(string? value)
    {
        var bytes = new byte[value?.Length ?? 0];
        return Convert.TryFromBase64String(value ?? "", bytes, out var length) && length >= KeyBytes;
    }

    private IEnumerable<string> Switch(string key)
    {
        if (settings[key] is { } value && !bool.TryParse(value, out _))
            yield return $"{Section}:{key} is {value}; expected true or false.";
    }

    private IEnumerable<string> Interval(string key)
    {
        if (settings[key] is not { } value)
            yield break;
        if (!TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out var time) || time < _shortest || time > _longest)
            yield return $"{Section}:{key} is {value}; expected {_shortest} to {_longest}.";
    }
}
