using System.Text.Json;
using System.Text.Json.Serialization;

namespace SignalRChat.Bench.Reports;

/// <summary>The same figures for a program.</summary>
internal static class JsonFile
{
    private static readonly JsonSerializerOptions _options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter() },
    };

    public static void Write(FileInfo? file, object report)
    {
        if (file is not null)
            File.WriteAllText(file.FullName, JsonSerializer.Serialize(report, _options) + "\n");
    }
}
