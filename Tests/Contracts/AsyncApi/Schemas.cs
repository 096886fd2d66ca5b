using System.Reflection;
using System.Text.Json.Nodes;
using SignalRChat.Contracts;

namespace SignalRChat.Tests.Contracts.AsyncApi;

/// <summary>The schemas of the types on the wire. Fields that a schema does not have are permitted: later versions may add some.</summary>
internal static class Schemas
{
    public const string Refusal = "Refusal";

    public static JsonObject All(MethodInfo[] methods, MethodInfo[] events)
    {
        var schemas = new JsonObject { [Refusal] = DescribeRefusal() };
        var roots = methods.Concat(events).SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType)
            .Concat(method.ReturnType.GetGenericArguments()));
        foreach (var type in Reachable(roots).OrderBy(type => type.Name, StringComparer.Ordinal))
            schemas[type.Name] = Describe(type);
        return schemas;
    }

    /// <summary>A reference to the schema of a contract.</summary>
    public static JsonObject Of(Type type) => HubDocument.Reference("components", "schemas", type.Name);

    public static JsonArray Names(IEnumerable<string> names) => new([.. names.Select(name => JsonValue.Create(name))]);

    private static HashSet<Type> Reachable(IEnumerable<Type> roots)
    {
        var found = new HashSet<Type>();
        var left = new Stack<Type>(roots);
        while (left.TryPop(out var type))
        {
            if (!ContractTypes.All.Contains(type) || !found.Add(type))
                continue;
            foreach (var field in ContractTypes.Fields(type))
                left.Push(field.PropertyType.GetElementType() ?? field.PropertyType);
        }
        return found;
    }

    private static JsonObject Describe(Type type)
    {
        var isRequest = type.Name.EndsWith("Request", StringComparison.Ordinal);
        var properties = new JsonObject();
        foreach (var field in ContractTypes.Fields(type))
            properties[ContractTypes.Key(field)!] = Describe(field, isRequest);
        var required = ContractTypes.Fields(type).Where(field => isRequest ? IsRequired(field) : !IsOptional(field));
        var schema = new JsonObject { ["type"] = "object", ["description"] = ContractTexts.Of(type) };
        if (Names(required.Select(field => ContractTypes.Key(field)!)) is { Count: > 0 } names)
            schema["required"] = names;
        schema["properties"] = properties;
        return schema;
    }

    private static JsonObject Describe(PropertyInfo field, bool isRequest)
    {
        var type = Nullable.GetUnderlyingType(field.PropertyType) ?? field.PropertyType;
        var description = ContractTexts.Of(field);
        if (ContractTypes.All.Contains(type))
            return new() { ["description"] = description, ["allOf"] = new JsonArray(Of(type)) };
        // A client may send null for what it leaves out. The server leaves it out.
        var mayBeNull = isRequest && IsOptional(field);
        var schema = new JsonObject { ["type"] = mayBeNull ? new JsonArray(NameOf(field, type), "null") : NameOf(field, type) };
        if (type.IsArray)
            schema["items"] = ItemsOf(type.GetElementType()!);
        if (type == typeof(long) || type == typeof(int))
            schema["format"] = type == typeof(long) ? "int64" : "int32";
        schema["description"] = description;
        FieldLimits.Add(schema, field, isRequest, mayBeNull);
        return schema;
    }

    private static JsonObject ItemsOf(Type type) => type == typeof(string) ? new() { ["type"] = "string" } : Of(type);

    private static string NameOf(PropertyInfo field, Type type)
    {
        if (ContractTypes.IsJson(field))
            return "object";
        if (type.IsArray)
            return "array";
        if (type == typeof(string))
            return "string";
        return type == typeof(bool) ? "boolean" : "integer";
    }

    private static bool IsOptional(PropertyInfo field) => new NullabilityInfoContext().Create(field).ReadState == NullabilityState.Nullable;

    /// <summary>The default of these is refused. The others may be left out.</summary>
    private static bool IsRequired(PropertyInfo field) =>
        !IsOptional(field) && (field.PropertyType == typeof(string) || ContractTypes.Key(field) is "limit" or "sequence");

    private static JsonObject DescribeRefusal() => new()
    {
        ["type"] = "string",
        ["description"] = "The text after `HubException: ` is `code: sentence`. Decide by the code; the sentence is for people. If it ends "
            + "in `Retry after N ms.`, you may retry after that time. A text without `HubException: ` means the same as "
            + $"`{ChatErrorCodes.InternalError}`. The operations list their codes.",
        ["examples"] = new JsonArray(
            "An unexpected error occurred invoking 'GetHistory' on the server. HubException: room-not-found: There is no room attic."),
        ["x-codes"] = Names(ContractTypes.Constants(typeof(ChatErrorCodes)).Values.Order(StringComparer.Ordinal)),
    };
}
