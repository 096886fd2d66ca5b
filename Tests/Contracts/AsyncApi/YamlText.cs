using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SignalRChat.Tests.Contracts.AsyncApi;

/// <summary>Writes JSON as YAML for people: short lists on one line, long texts folded.</summary>
internal static partial class YamlText
{
    private const int Width = 120;
    private const int Step = 2;

    // A text in double quotes of JSON means the same in YAML.
    private static readonly JsonSerializerOptions _quoted = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(JsonObject document)
    {
        var text = new StringBuilder();
        Fields(text, document, 0);
        return text.ToString();
    }

    private static void Fields(StringBuilder text, JsonObject fields, int indent)
    {
        foreach (var (name, value) in fields)
        {
            text.Append(' ', indent).Append(Scalar(name)).Append(':');
            Value(text, value, indent, indent + name.Length);
        }
    }

    private static void Value(StringBuilder text, JsonNode? value, int indent, int column)
    {
        if (value is JsonObject { Count: > 0 } fields)
        {
            text.Append('\n');
            Fields(text, fields, indent + Step);
        }
        else if (value is JsonArray { Count: > 0 } items)
        {
            Items(text, items, indent + Step, column);
        }
        else if (value is JsonValue scalar && scalar.TryGetValue<string>(out var words) && column + words.Length > Width)
        {
            text.Append(" >-\n");
            foreach (var line in Wrapped(words, Width - indent))
                text.Append(' ', indent + Step).Append(line).Append('\n');
        }
        else
        {
            text.Append(' ').Append(Scalar(value)).Append('\n');
        }
    }

    private static void Items(StringBuilder text, JsonArray items, int indent, int column)
    {
        var line = $"[{string.Join(", ", items.Select(item => item is JsonObject ? "" : Scalar(item)))}]";
        if (!items.Any(item => item is JsonObject) && column + line.Length < Width)
        {
            text.Append(' ').Append(line).Append('\n');
            return;
        }
        text.Append('\n');
        foreach (var item in items)
        {
            var start = text.Length + indent;
            if (item is JsonObject fields)
            {
                Fields(text, fields, indent + Step);
                text[start] = '-';
            }
            else
            {
                text.Append(' ', indent).Append("- ").Append(Scalar(item)).Append('\n');
            }
        }
    }

    private static string Scalar(JsonNode? value) => value switch
    {
        null => "null",
        JsonValue scalar when scalar.TryGetValue<string>(out var text) => Scalar(text),
        _ => value.ToJsonString(),
    };

    private static string Scalar(string text) =>
        Plain().IsMatch(text) && !Special().IsMatch(text) ? text : JsonSerializer.Serialize(text, _quoted);

    private static IEnumerable<string> Wrapped(string text, int width)
    {
        var line = new StringBuilder();
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + word.Length >= width)
            {
                yield return line.ToString();
                line.Clear();
            }
            line.Append(line.Length > 0 ? " " : "").Append(word);
        }
        yield return line.ToString();
    }

    /// <summary>A text that begins with a letter, without what begins a value or a comment in YAML.</summary>
    [GeneratedRegex("^[$A-Za-z](?!.*(?:: | #|:$))[^\n\"]*$")]
    private static partial Regex Plain();

    /// <summary>The words that some readers of YAML take for a truth value or null.</summary>
    [GeneratedRegex("^(?i:y|n|yes|no|on|off|true|false|null)$|[\\[\\]{},]")]
    private static partial Regex Special();
}
