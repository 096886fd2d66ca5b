using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Mvc;

namespace SignalRChat.Api.Requests;

/// <summary>
/// Reads the body of a request, strictly: a field that the endpoint does not have is refused and named, and so is one of the wrong type.
/// A value is not repeated: it may be long, and it is the caller's.
/// </summary>
internal static class JsonBody
{
    private const int BytesOfEscapedCharacter = 6;
    private const int BytesOfTheRest = 64 * 1024;
    private const int LongestName = 64;

    /// <summary>The rules of the data decide how deep it may be.</summary>
    private const int Deepest = 1_000;

    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        MaxDepth = Deepest,
        PropertyNameCaseInsensitive = false,
        NumberHandling = JsonNumberHandling.Strict,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    private static readonly JsonDocumentOptions _document = new() { MaxDepth = Deepest };

    /// <summary>Says what the body is, and limits it to what a message needs in its longest form.</summary>
    public static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder endpoint, int longestText = 0)
        where T : notnull => endpoint
        .Accepts<T>("application/json")
        .WithMetadata(new RequestSizeLimitAttribute((long)longestText * BytesOfEscapedCharacter + BytesOfTheRest));

    /// <exception cref="ChatRefusedException">The body is not a JSON object of this form.</exception>
    /// <exception cref="BadHttpRequestException">The body is too large, or did not arrive whole.</exception>
    public static async Task<T> ReadAsync<T>(HttpRequest request)
        where T : notnull
    {
        if (!JsonMediaType.IsUtf8(request))
            throw FieldRules.Invalid("The body must be JSON in UTF-8, with Content-Type application/json.");
        try
        {
            using var document = await JsonDocument.ParseAsync(request.Body, _document, request.HttpContext.RequestAborted);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw NoObject();
            JsonPropertyInfo[] fields = [.. _json.GetTypeInfo(typeof(T)).Properties.Where(field => field.Set is not null)];
            CheckNames(document.RootElement, [.. fields.Select(field => field.Name)], "The body");
            return Read<T>(document, fields);
        }
        // The framework throws the last for text that is not Unicode.
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            throw NoObject();
        }
    }

    private static T Read<T>(JsonDocument document, IList<JsonPropertyInfo> fields)
        where T : notnull
    {
        try
        {
            return document.Deserialize<T>(_json)!;
        }
        catch (JsonException mismatch)
        {
            var name = mismatch.Path?.TrimStart('$', '.').Split('.', '[')[0];
            var field = fields.FirstOrDefault(known => known.Name == name);
            throw field is null ? NoObject() : FieldRules.Invalid($"{field.Name} must be {FormOf(field.PropertyType)}.");
        }
    }

    /// <summary>Refuses a field that an object must not have, or has twice. The data of an app has no such rule.</summary>
    /// <exception cref="InvalidOperationException">A name is not Unicode.</exception>
    public static void CheckNames(JsonElement body, string[] expected, string subject)
    {
        var seen = new HashSet<string>();
        foreach (var property in body.EnumerateObject())
        {
            var name = property.Name;
            if (!expected.Contains(name))
            {
                var named = name.Length <= LongestName && DisplayName.IsPlain(name) ? $" {name}" : "";
                throw FieldRules.Invalid($"{subject} has an unknown field{named}; expected {string.Join(", ", expected)}.");
            }
            if (!seen.Add(name))
                throw FieldRules.Invalid($"{subject} has {name} more than once.");
        }
    }

    private static string FormOf(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var text when text == typeof(string) => "a string",
        var flag when flag == typeof(bool) => "true or false",
        { IsArray: true } => "an array of strings",
        { IsPrimitive: true } => "a whole number",
        _ => "a JSON object",
    };

    private static ChatRefusedException NoObject() => FieldRules.Invalid("The body must be a JSON object in UTF-8.");
}
