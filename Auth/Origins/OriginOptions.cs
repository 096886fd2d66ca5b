namespace SignalRChat.Auth.Origins;

/// <summary>Which pages may use this server besides its own.</summary>
internal sealed class OriginOptions : ICheckedOptions, IReadOptions
{
    public const string SectionName = "Cors";

    /// <summary>
    /// The origins of these pages (<c>https://chat.example.org</c>), as a list or as one value with commas between. Default
    /// empty: only pages of the server's own origin. Requests without an Origin, which no page sends, are not affected.
    /// </summary>
    public string[] AllowedOrigins { get; set; } = [];

    /// <summary>The same in the form in which a browser sends them.</summary>
    public IEnumerable<string> Normalised => AllowedOrigins.Select(WebOrigin.Normalise).OfType<string>();

    public void Read(IConfiguration configuration) =>
        AllowedOrigins = ConfiguredList.Read(configuration, $"{SectionName}:{nameof(AllowedOrigins)}");

    public IEnumerable<string> Problems() => AllowedOrigins.Where(origin => WebOrigin.Normalise(origin) is null).Select(Sentence);

    private static string Sentence(string origin)
    {
        const string Key = $"{SectionName}:{nameof(AllowedOrigins)}";
        return origin.Contains('*', StringComparison.Ordinal)
            ? $"{Key} contains {origin}; expected each origin by name, because a page of any origin could act for its visitor."
            : $"{Key} contains '{origin}'; expected scheme://host or scheme://host:port without a path.";
    }
}
