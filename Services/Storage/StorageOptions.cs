namespace SignalRChat.Services.Storage;

/// <summary>The location of the data that must outlive the server process.</summary>
internal sealed class StorageOptions : ICheckedOptions
{
    public const string SectionName = "Storage";

    /// <summary>
    /// The folder of the SQLite file and of the development signing key; created with mode 0700 if it is missing. Default
    /// <c>data</c>, relative to the content root.
    /// </summary>
    public string DataDirectory { get; set; } = "data";

    /// <summary>The folder as an absolute path, for callers that store data in it before the options are read.</summary>
    public static string DirectoryIn(IConfiguration configuration, IHostEnvironment environment)
    {
        var options = new StorageOptions();
        configuration.GetSection(SectionName).Bind(options);
        return Path.GetFullPath(options.DataDirectory, environment.ContentRootPath);
    }

    public IEnumerable<string> Problems()
    {
        if (string.IsNullOrWhiteSpace(DataDirectory))
            yield return $"{SectionName}:{nameof(DataDirectory)} is empty; expected the path of a folder.";
    }
}
