using System.IO.Compression;
using System.Reflection.Metadata;
using System.Text;

namespace SignalRChat.Tests.Packaging;

/// <summary>The content of a package.</summary>
internal sealed class PackageFile(string path) : IDisposable
{
    private readonly ZipArchive _zip = ZipFile.OpenRead(path);

    /// <summary>Its files, without those of the format.</summary>
    public IEnumerable<string> Files => _zip.Entries.Select(entry => entry.FullName).Where(name =>
        name != "[Content_Types].xml" && !name.EndsWith(".nuspec", StringComparison.Ordinal)
        && !name.StartsWith("_rels/", StringComparison.Ordinal) && !name.StartsWith("package/", StringComparison.Ordinal));

    public string Manifest => Encoding.UTF8.GetString(
        Content(_zip.Entries.Single(entry => entry.Name.EndsWith(".nuspec", StringComparison.Ordinal))));

    /// <summary>The source files that its symbols name, for all frameworks.</summary>
    public IReadOnlyList<string> Sources(string symbols) =>
        [.. _zip.Entries.Where(entry => entry.Name == symbols).SelectMany(entry => SourcesIn(Content(entry)))];

    /// <summary>The files that have a text, as assemblies and as other files have it.</summary>
    public IEnumerable<string> FilesThatName(string text) =>
        from entry in _zip.Entries
        let content = Content(entry)
        where Has(content, Encoding.UTF8.GetBytes(text)) || Has(content, Encoding.Unicode.GetBytes(text))
        select entry.FullName;

    public void Dispose() => _zip.Dispose();

    private static bool Has(byte[] content, byte[] text) => content.AsSpan().IndexOf(text) >= 0;

    private static List<string> SourcesIn(byte[] symbols)
    {
        using var provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(symbols));
        var reader = provider.GetMetadataReader();
        return [.. reader.Documents.Select(document => reader.GetString(reader.GetDocument(document).Name))];
    }

    private static byte[] Content(ZipArchiveEntry entry)
    {
        using var from = entry.Open();
        using var to = new MemoryStream();
        from.CopyTo(to);
        return to.ToArray();
    }
}
