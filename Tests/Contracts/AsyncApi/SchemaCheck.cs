using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SignalRChat.Tests.Contracts.AsyncApi;

/// <summary>Compares frames with the schemas of a description. It knows the keywords that the description uses, and no others.</summary>
internal sealed class SchemaCheck(JsonObject document)
{
    // As read from a text, so that each number can be read as any type of number.
    private readonly JsonNode _document = JsonNode.Parse(document.ToJsonString())!;

    /// <summary>Returns what is wrong with a frame, with the place.</summary>
    public IEnumerable<string> Problems(JsonNode frame, string message) =>
        Problems(frame, Find($"#/components/messages/{message}/payload"), message);

    private IEnumerable<string> Problems(JsonNode? value, JsonNode schema, string place) =>
        schema.AsObject().SelectMany(keyword => Problems(value, keyword.Key, keyword.Value!, schema, place));

    private IEnumerable<string> Problems(JsonNode? value, string keyword, JsonNode wanted, JsonNode schema, string place) => keyword switch
    {
        "$ref" => Problems(value, Find((string)wanted!), place),
        "allOf" => wanted.AsArray().SelectMany(part => Problems(value, part!, place)),
        "anyOf" => Unless(wanted.AsArray().Any(part => !Problems(value, part!, place).Any()), $"{place} is none of {wanted}"),
        "required" => wanted.AsArray().Where(name => value is JsonObject fields && !fields.ContainsKey((string)name!))
            .Select(name => $"{place} has no {name}"),
        "properties" => wanted.AsObject().Where(field => value is JsonObject fields && fields.ContainsKey(field.Key))
            .SelectMany(field => Problems(value![field.Key], field.Value!, $"{place}.{field.Key}")),
        "items" => value is JsonArray items
            ? items.Index().SelectMany(item => Problems(item.Item, wanted, $"{place}[{item.Index}]"))
            : [],
        "description" or "default" or "examples" or "format" or "x-codes" => [],
        _ => Unless(Holds(value, keyword, wanted, schema), $"{place} is {value?.ToJsonString()}: {keyword} {wanted.ToJsonString()}"),
    };

    private static IEnumerable<string> Unless(bool holds, string problem) => holds ? [] : [problem];

    /// <summary>Whether one value is as one keyword says. A keyword for another type of value says nothing.</summary>
    private static bool Holds(JsonNode? value, string keyword, JsonNode wanted, JsonNode schema) => keyword switch
    {
        "type" => (wanted is JsonArray types ? types : [wanted.DeepClone()]).Any(type => IsOf((string)type!, value)),
        "const" => JsonNode.DeepEquals(value, wanted),
        "enum" => wanted.AsArray().Any(one => JsonNode.DeepEquals(value, one)),
        "pattern" => TextOf(value) is not { } text || Regex.IsMatch(text, (string)wanted!),
        "minLength" => TextOf(value) is not { } text || text.EnumerateRunes().Count() >= (int)wanted,
        "maxLength" => TextOf(value) is not { } text || text.EnumerateRunes().Count() <= (int)wanted,
        "minItems" => value is not JsonArray items || items.Count >= (int)wanted,
        "maxItems" => value is not JsonArray items || items.Count <= (int)wanted,
        "minimum" => !IsOf("integer", value) || (long)value! >= (long)wanted,
        "maximum" => !IsOf("integer", value) || (long)value! <= (long)wanted,
        _ => throw new NotSupportedException($"The keyword {keyword} of {schema}."),
    };

    private static string? TextOf(JsonNode? value) => IsOf("string", value) ? (string)value! : null;

    private static bool IsOf(string type, JsonNode? value) => (type, value?.GetValueKind() ?? JsonValueKind.Null) switch
    {
        ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String) => true,
        ("boolean", JsonValueKind.True or JsonValueKind.False) or ("null", JsonValueKind.Null) => true,
        ("integer", JsonValueKind.Number) => value!.AsValue().TryGetValue<long>(out _),
        _ => false,
    };

    private JsonNode Find(string reference) => reference.Split('/').Skip(1).Aggregate(_document, (at, name) => at[name]!);
}
