using System.Text.Json;

namespace SignalRChat.ClientConsole.Settings;

/// <summary>The contents of a <c>clientsettings.json</c>: a flat object whose keys are the names of options.</summary>
internal static class SettingsFile
{
    public const string Name = "clientsettings.json";

    private const string Folder = "signalrchat";

    private static readonly JsonDocumentOptions _lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>The file beside the program, then the user's own, which takes precedence.</summary>
    public static IEnumerable<string> Places(string programFolder, string userFolder)
    {
        yield return Path.Combine(programFolder, Name);
        if (userFolder.Length > 0)
            yield return Path.Combine(userFolder, Folder, Name);
    }

    /// <summary>The folder for guests between runs, beside the user's own settings; null if the user has no folder.</summary>
    public static string? GuestFolder(string userFolder) => userFolder.Length > 0 ? Path.Combine(userFolder, Folder, "guests") : null;

    public static IReadOnlyDictionary<string, string> Read(string path, IReadOnlyCollection<string> known)
    {
        var values = new Dictionary<string, string>();
        if (!File.Exists(path))
            return values;

        try
        {
            using var json = JsonDocument.Parse(File.ReadAllText(path), _lenient);
            foreach (var entry in json.RootElement.EnumerateObject())
            {
                if (!known.Contains(entry.Name))
                    throw new UsageException($"{path} has '{entry.Name}'; expected one of {string.Join(", ", known)}.");
                values[entry.Name] = entry.Value.ValueKind switch
                {
                    JsonValueKind.String => entry.Value.GetString()!,
                    JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => entry.Value.GetRawText(),
                    _ => throw new UsageException($"{path} has a '{entry.Name}' that is not a text, number, true or false."),
                };
            }

            return values;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new UsageException($"{path} is not a JSON object: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path} cannot be read: {e.Message}");
        }
    }
}
