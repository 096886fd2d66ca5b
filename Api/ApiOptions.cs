using SignalRChat.Auth.Tokens;

namespace SignalRChat.Api;

/// <summary>The API for backends. It is off until a key or an authority is configured.</summary>
internal sealed class ApiOptions : IReadOptions, ICheckedOptions
{
    public const string SectionName = "Api";

    private const int MostHashes = 2;

    private string[] _userAudiences = [];

    /// <summary><c>Api:Keys:&lt;name&gt;</c>: a key of a backend, by a name that the log shows.</summary>
    public Dictionary<string, ApiKeyOptions> Keys { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The issuer of OAuth 2 client-credentials tokens, an https address; http only on this machine. Default null: keys only.
    /// </summary>
    public string? Authority { get; set; }

    /// <summary>The audience of those tokens. It must not be an audience of users' tokens. Required with an authority.</summary>
    public string? Audience { get; set; }

    /// <summary>
    /// A separate address for the API, as <c>http://*:5001</c>. The server's own address then does not have it. Default null: the
    /// server's own address has it.
    /// </summary>
    public string? Url { get; set; }

    public bool IsOn => Keys.Count > 0 || Authority is not null;

    /// <summary>By hand, because the binder would skip an entry without a value, and a misspelled key in it.</summary>
    public void Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(SectionName);
        (Authority, Audience, Url) = (section[nameof(Authority)], section[nameof(Audience)], section[nameof(Url)]);
        foreach (var entry in section.GetSection(nameof(Keys)).GetChildren())
        {
            Keys[entry.Key] = new ApiKeyOptions
            {
                Sha256 = Values(entry, nameof(ApiKeyOptions.Sha256)),
                Scopes = Values(entry, nameof(ApiKeyOptions.Scopes)),
                Unknown = [.. entry.GetChildren().Select(child => child.Key).Where(key => !ApiKeyOptions.IsKey(key))],
            };
        }
        _userAudiences = new BearerSettings(configuration.GetSection(BearerSettings.SectionName)).Audiences;
    }

    public IEnumerable<string> Problems() => [.. Keys.SelectMany(key => KeyProblems(key.Key, key.Value)), .. AuthorityProblems()];

    private static string[] Values(IConfigurationSection entry, string name)
    {
        var list = entry.GetSection(name);
        string[] values = [.. list.GetChildren().Select(child => child.Value ?? "")];
        return values.Length > 0
            ? values
            : (list.Value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    private static IEnumerable<string> KeyProblems(string name, ApiKeyOptions key)
    {
        var path = $"{SectionName}:{nameof(Keys)}:{name}";
        foreach (var unknown in key.Unknown)
            yield return $"{path}:{unknown} is no setting; expected {nameof(key.Sha256)} or {nameof(key.Scopes)}.";
        if (key.Sha256.Length is 0 or > MostHashes || !key.Sha256.All(ApiKeyOptions.IsHash))
        {
            yield return $"{path}:{nameof(key.Sha256)} has {key.Sha256.Length} values; expected 1 or {MostHashes}, each the SHA-256 "
                + "of a key as 64 hexadecimal digits.";
        }
        if (key.Scopes.Length == 0)
            yield return $"{path}:{nameof(key.Scopes)} is empty; expected some of {ApiScopes.List}.";
        foreach (var scope in key.Scopes.Except(ApiScopes.All))
            yield return $"{path}:{nameof(key.Scopes)} contains {scope}; expected some of {ApiScopes.List}.";
    }

    private IEnumerable<string> AuthorityProblems()
    {
        if (Authority is null)
        {
            if (Audience is not null)
                yield return $"{SectionName}:{nameof(Audience)} is {Audience} without {SectionName}:{nameof(Authority)}; expected both.";
            yield break;
        }
        if (!Uri.TryCreate(Authority, UriKind.Absolute, out var address) || !IsSafe(address))
            yield return $"{SectionName}:{nameof(Authority)} is {Authority}; expected the https address of the issuer.";
        if (string.IsNullOrWhiteSpace(Audience))
        {
            yield return $"{SectionName}:{nameof(Audience)} is empty; expected the audience of the tokens for the API.";
        }
        else if (_userAudiences.Contains(Audience))
        {
            yield return $"{SectionName}:{nameof(Audience)} is {Audience}, an audience of users' tokens; expected another, or every "
                + "user could use the API.";
        }
    }

    private static bool IsSafe(Uri address) =>
        address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback);
}

/// <summary>One entry of <c>Api:Keys</c>.</summary>
internal sealed class ApiKeyOptions
{
    private const int HashDigits = 64;

    /// <summary>The SHA-256 of the key, in hexadecimal digits; two while the key is being replaced by another.</summary>
    public string[] Sha256 { get; init; } = [];

    /// <summary>The scopes of the key: some of <see cref="ApiScopes.All"/>.</summary>
    public string[] Scopes { get; init; } = [];

    /// <summary>Keys of the entry that are no setting.</summary>
    public string[] Unknown { get; init; } = [];

    public static bool IsKey(string key) =>
        key.Equals(nameof(Sha256), StringComparison.OrdinalIgnoreCase) || key.Equals(nameof(Scopes), StringComparison.OrdinalIgnoreCase);

    public static bool IsHash(string hash) => hash.Length == HashDigits && hash.All(char.IsAsciiHexDigit);
}
