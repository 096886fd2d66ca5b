namespace SignalRChat.Hosting;

/// <summary>
/// The build of the page that is served now. In development the files change while the server runs, and a browser that reloads
/// the page gets them.
/// </summary>
internal sealed class PageBuilds(IWebHostEnvironment environment)
{
    private readonly DateTimeOffset _builtAt = File.GetLastWriteTimeUtc(
        Path.Combine(AppContext.BaseDirectory, $"{environment.ApplicationName}.staticwebassets.endpoints.json"));
    private volatile PageBuild? _present;

    public PageBuild Present => _present ??= PageBuild.Of(environment.WebRootFileProvider);

    public PageBuild ForDocument() => environment.IsDevelopment() ? _present = PageBuild.Of(environment.WebRootFileProvider) : Present;

    /// <summary>Whether the file was changed since the server was built: the compressed copy is then out of date.</summary>
    public bool IsNewerThanBuild(PathString file) =>
        environment.WebRootFileProvider.GetFileInfo(file) is { Exists: true } found && found.LastModified > _builtAt;

    public bool Has(string file) => environment.WebRootFileProvider.GetFileInfo(file).Exists;
}
