using System.Runtime.CompilerServices;

namespace SignalRChat.Testing;

/// <summary>The folder of the solution that contains these tests.</summary>
internal static class RepositoryRoot
{
    private const string Marker = "SignalRChat.sln";

    public static string Path { get; } = Find();

    /// <param name="file">Relative to the root.</param>
    public static string Read(string file) => File.ReadAllText(System.IO.Path.Combine(Path, file));

    // The output is below the root, except in a build to another folder. There the compiler still knows the path of this file.
    private static string Find([CallerFilePath] string thisFile = "") =>
        Above(AppContext.BaseDirectory) ?? Above(System.IO.Path.GetDirectoryName(thisFile))
        ?? throw new InvalidOperationException($"{Marker} is neither above {AppContext.BaseDirectory} nor above {thisFile}.");

    private static string? Above(string? folder)
    {
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder, Marker)))
            folder = System.IO.Path.GetDirectoryName(folder);
        return folder;
    }
}
