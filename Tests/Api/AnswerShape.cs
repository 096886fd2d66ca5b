using System.Text.Json;

namespace SignalRChat.Tests.Api;

/// <summary>Compares JSON with a schema of the description: types, required members, and members that it does not have.</summary>
internal static class AnswerShape
{
    private const string Json = "application/json";

    public static bool IsJson(this JsonElement response) =>
        response.TryGetProperty("content", out var content) && content.TryGetProperty(Json, out _);

    public static JsonElement Schema(this JsonElement response) => response.GetProperty("content").GetProperty(Json).GetProperty("schema");

    public static IEnumerable<string> FaultsOf(JsonElement schema, JsonElement value, JsonElement document, string at = "")
    {
        schema = Resolve(schema, value, document);
        var types = TypesOf(schema);
        if (types.Length > 0 && !Array.Exists(types, type => IsOfType(value, type)))
            return [$"{at} is {value}, and not of the type {schema.GetProperty("type")}."];
        return value.ValueKind switch
        {
            JsonValueKind.Array => value.EnumerateArray()
                .SelectMany((item, index) => FaultsOf(schema.GetProperty("items"), item, document, $"{at}[{index}]")),
            JsonValueKind.Object when schema.TryGetProperty("properties", out var properties) =>
                MembersOf(schema, properties, value, document, at),
            _ => [],
        };
    }

    private static IEnumerable<string> MembersOf(
        JsonElement schema, JsonElement properties, JsonElement value, JsonElement document, string at)
    {
        if (schema.TryGetProperty("required", out var required))
        {
            foreach (var name in required.EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _)))
                yield return $"{at}.{name} is required.";
        }
        foreach (var member in value.EnumerateObject())
        {
            var faults = properties.TryGetProperty(member.Name, out var property)
                ? FaultsOf(property, member.Value, document, $"{at}.{member.Name}")
                : [$"{at}.{member.Name} is not described."];
            foreach (var fault in faults)
                yield return fault;
        }
    }

    /// <summary>Follows references, and takes the alternative that is null for null and the other one for everything else.</summary>
    private static JsonElement Resolve(JsonElement schema, JsonElement value, JsonElement document)
    {
        if (schema.TryGetProperty("oneOf", out var alternatives))
        {
            var isNull = value.ValueKind == JsonValueKind.Null;
            var chosen = alternatives.EnumerateArray().First(one => TypesOf(one).SequenceEqual(["null"]) == isNull);
            return Resolve(chosen, value, document);
        }
        if (!schema.TryGetProperty("$ref", out var reference))
            return schema;
        var found = reference.GetString()!.Split('/').Skip(1).Aggregate(document, (place, name) => place.GetProperty(name));
        return Resolve(found, value, document);
    }

    /// <summary>None for a schema that permits everything.</summary>
    private static string[] TypesOf(JsonElement schema) => !schema.TryGetProperty("type", out var type) ? []
        : type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(one => one.GetString()!)]
        : [type.GetString()!];

    private static bool IsOfType(JsonElement value, string type) => type switch
    {
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        _ => value.ValueKind.ToString().Equals(type, StringComparison.OrdinalIgnoreCase),
    };
}
