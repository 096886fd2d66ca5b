using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;

namespace SignalRChat.Hosting;

/// <summary>
/// One state of the page's files. Its folder is named for their content, so a browser may keep them for ever and never mixes the
/// modules of two releases. A module imports the others relative to itself, so the name in the document reaches them all. An
/// import map would have to be an inline script, which the page's policy does not allow.
/// </summary>
internal sealed partial class PageBuild
{
    public const string FolderPrefix = "page-";

    private const string Document = "index.html";

    private PageBuild(string folder, byte[] html)
    {
        Folder = folder;
        Html = html;
        // Weak: the same document travels plain and compressed.
        ETag = new EntityTagHeaderValue($"\"{Fingerprint(html)}\"", isWeak: true);
    }

    public string Folder { get; }

    public byte[] Html { get; }

    public EntityTagHeaderValue ETag { get; }

    public static PageBuild Of(IFileProvider files)
    {
        var all = new SortedDictionary<string, IFileInfo>(StringComparer.Ordinal);
        Collect(files, "", all);
        var folder = FolderPrefix + FingerprintOf(all);
        var html = LocalAddress().Replace(
            ReadText(all[Document]),
            address => all.ContainsKey(address.Value) ? $"{folder}/{address.Value}" : address.Value);
        return new PageBuild(folder, Encoding.UTF8.GetBytes(html));
    }

    private static void Collect(IFileProvider files, string folder, SortedDictionary<string, IFileInfo> found)
    {
        foreach (var entry in files.GetDirectoryContents(folder))
        {
            var path = folder.Length == 0 ? entry.Name : $"{folder}/{entry.Name}";
            if (entry.IsDirectory)
                Collect(files, path, found);
            else if (!IsCompressed(path))
                found[path] = entry;
        }
    }

    private static bool IsCompressed(string path) =>
        path.EndsWith(".gz", StringComparison.Ordinal) || path.EndsWith(".br", StringComparison.Ordinal);

    private static string FingerprintOf(SortedDictionary<string, IFileInfo> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (path, file) in files)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(path));
            using var content = file.CreateReadStream();
            hash.AppendData(SHA256.HashData(content));
        }
        return Short(hash.GetHashAndReset());
    }

    private static string Fingerprint(byte[] content) => Short(SHA256.HashData(content));

    private static string Short(byte[] hash) => Convert.ToHexStringLower(hash.AsSpan(0, 6));

    private static string ReadText(IFileInfo file)
    {
        using var reader = new StreamReader(file.CreateReadStream(), Encoding.UTF8);
        return reader.ReadToEnd();
    }

    // The path in a link to a file beside the document, without the part after a '#'.
    [GeneratedRegex("""(?<=\s(?:href|src)=")[^"#:?]+""")]
    private static partial Regex LocalAddress();
}

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
