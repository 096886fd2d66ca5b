using System.Reflection;

namespace SignalRChat.Services.Storage;

/// <summary>The scripts in a folder <c>Migrations</c> of this assembly.</summary>
internal static class MigrationScripts
{
    /// <summary>
    /// In the order in which they run, under their file names alone: the journal keeps the name for ever, and folders may be renamed.
    /// </summary>
    public static IReadOnlyList<MigrationScript> Of(string database)
    {
        var folder = $".Services.Storage.{database}.Migrations.";
        var assembly = Assembly.GetExecutingAssembly();
        List<MigrationScript> scripts = [];
        foreach (var resource in assembly.GetManifestResourceNames())
        {
            var start = resource.IndexOf(folder, StringComparison.Ordinal);
            if (start < 0)
                continue;
            using var script = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            scripts.Add(new(resource[(start + folder.Length)..], script.ReadToEnd()));
        }

        scripts.Sort((one, other) => string.CompareOrdinal(one.Name, other.Name));
        return scripts;
    }
}
