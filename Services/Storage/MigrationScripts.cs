using System.Reflection;
using DbUp.Engine;

namespace SignalRChat.Services.Storage;

/// <summary>The scripts that lie in a folder <c>Migrations</c> of this assembly.</summary>
internal static class MigrationScripts
{
    /// <summary>Under their file names alone, because the journal keeps the name for ever and folders may be renamed.</summary>
    public static IEnumerable<SqlScript> Of(string database)
    {
        var folder = $".Services.Storage.{database}.Migrations.";
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var resource in assembly.GetManifestResourceNames())
        {
            var start = resource.IndexOf(folder, StringComparison.Ordinal);
            if (start < 0) continue;
            using var script = assembly.GetManifestResourceStream(resource)!;
            yield return SqlScript.FromStream(resource[(start + folder.Length)..], script);
        }
    }
}
