using System.Xml.Linq;

namespace SignalRChat.Tests.Architecture;

/// <summary>The project files of the repository.</summary>
internal static class ProjectFiles
{
    public static IEnumerable<string> All => SourceTree.FilesWith(".csproj");

    public static XDocument Load(string file) => XDocument.Load(SourceTree.PathOf(file));

    /// <summary>The names of the projects that this one references, without folder and extension.</summary>
    public static IEnumerable<string> References(string file) =>
        Load(file).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));
}
