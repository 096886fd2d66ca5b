namespace SignalRChat.Tests.Architecture;

/// <summary>The source files of the repository, without build output, artifacts and installed packages.</summary>
internal static class SourceTree
{
    private static readonly string[] _notOurs =
        ["artifacts", "bin", "dist", "obj", "data", "node_modules", ".git", ".vs", ".idea", "TestResults"];

    public static string Root => RepositoryRoot.Path;

    /// <summary>Paths relative to the root, with forward slashes.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. FilesBelow(new DirectoryInfo(Root)).Order(StringComparer.Ordinal)];

    public static IEnumerable<string> FilesWith(string extension) =>
        Files.Where(file => file.EndsWith(extension, StringComparison.OrdinalIgnoreCase));

    public static string PathOf(string file) => Path.Combine(Root, file);

    public static string Read(string file) => RepositoryRoot.Read(file);

    private static IEnumerable<string> FilesBelow(DirectoryInfo folder)
    {
        var files = folder.EnumerateFiles().Where(file => file.Name != ".git")
            .Select(file => Path.GetRelativePath(Root, file.FullName).Replace('\\', '/'));
        var folders = folder.EnumerateDirectories().Where(below => below.LinkTarget is null && !_notOurs.Contains(below.Name));
        return files.Concat(folders.SelectMany(FilesBelow));
    }
}
