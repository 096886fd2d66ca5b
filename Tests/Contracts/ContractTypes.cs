using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using MessagePack;
using SignalRChat.Contracts;

namespace SignalRChat.Tests.Contracts;

/// <summary>The types on the wire, as reflection finds them.</summary>
internal static class ContractTypes
{
    public static IReadOnlyList<Type> All { get; } =
        [.. typeof(IChatHub).Assembly.GetExportedTypes()
            .Where(type => type.IsDefined(typeof(MessagePackObjectAttribute)))
            .OrderBy(type => type.Name, StringComparer.Ordinal)];

    public static Type Named(string name) => All.Single(type => type.Name == name);

    /// <summary>In the order of the declaration, which is the order on the wire.</summary>
    public static PropertyInfo[] Fields(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance);

    /// <summary>The name of a field in MessagePack.</summary>
    public static string? Key(PropertyInfo field) => field.GetCustomAttribute<KeyAttribute>()?.StringKey;

    /// <summary>Whether the field is the text of a JSON object: in JSON it is sent as the object.</summary>
    public static bool IsJson(PropertyInfo field) => field.IsDefined(typeof(JsonConverterAttribute));

    /// <summary>The name of a field in JSON.</summary>
    public static string JsonName(PropertyInfo field) => JsonNamingPolicy.CamelCase.ConvertName(field.Name);

    /// <summary>The values of the public string constants of a class, by their names.</summary>
    public static IReadOnlyDictionary<string, string> Constants(Type type) =>
        type.GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.IsLiteral && field.FieldType == typeof(string))
            .ToDictionary(field => field.Name, field => (string)field.GetRawConstantValue()!);
}
