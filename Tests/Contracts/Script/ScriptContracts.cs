using System.Reflection;
using System.Text;
using SignalRChat.Contracts;

namespace SignalRChat.Tests.Contracts.Script;

/// <summary>The contracts in JavaScript: constants as a module, and the types on the wire for the type check.</summary>
internal static class ScriptContracts
{
    private const string Head = "// Written by Tests/Contracts from Contracts/*.cs: see ScriptContractsTests. Do not change it by hand.\n";

    private static readonly Type[] _constants =
    [
        typeof(ChatErrorCodes), typeof(SessionEndCodes), typeof(RoomRemovalCodes), typeof(RoomRoles), typeof(MessageKinds),
        typeof(ChatLimits), typeof(ChatPaths),
    ];

    private static readonly (Type Type, string Name)[] _interfaces = [(typeof(IChatHub), "hubMethods"), (typeof(IChatClient), "hubEvents")];

    /// <summary>
    /// The module that a program uses. The documentation is with the types, where tools look for it, so pages do not load it.
    /// </summary>
    public static string Module()
    {
        var text = new StringBuilder($"// @ts-check\n{Head}// The meaning of each: contracts.d.ts.\n");
        foreach (var type in _constants)
            Object(text, ScriptNames.OfType(type.Name), type, (name, value) => $"{name}: {value}");
        foreach (var (type, name) in _interfaces)
            Methods(text, $"export const {name} = Object.freeze({{", type, method => $"{method}: '{method}'");
        return text.ToString();
    }

    /// <summary>The declarations for the type check, of the module and of the types on the wire.</summary>
    public static string Types()
    {
        var text = new StringBuilder($"{Head}// Ids are strings, times Unix milliseconds. An absent value is null, and may be left out.\n");
        foreach (var type in _constants)
            Object(text, ScriptNames.OfType(type.Name), type, (name, value) => $"readonly {name}: {value}");
        foreach (var (type, name) in _interfaces)
            Methods(text, $"export const {name}: Readonly<{{", type, method => $"{method}: '{method}'");
        foreach (var (type, _) in _interfaces)
            Signatures(text, type);
        foreach (var type in ContractTypes.All)
            Fields(text, type);
        return text.ToString();
    }

    private static void Object(StringBuilder text, string name, Type type, Func<string, string, string> line)
    {
        var isModule = line("a", "b") == "a: b";
        text.Append('\n').Append(isModule ? "" : ContractDocs.Of(type));
        text.Append(isModule ? $"export const {name} = Object.freeze({{\n" : $"export const {name}: {{\n");
        foreach (var field in type.GetFields(BindingFlags.Public | BindingFlags.Static).OrderBy(field => field.MetadataToken))
        {
            var value = field.GetValue(null)!;
            text.Append(isModule ? "" : ContractDocs.Of(field, "  "));
            text.Append("  ")
                .Append(line(ScriptNames.OfConstant(field.Name, value), ScriptNames.OfValue(value)))
                .Append(isModule ? ",\n" : ";\n");
        }

        text.Append(isModule ? "});\n" : "};\n");
    }

    private static void Methods(StringBuilder text, string opening, Type type, Func<string, string> line)
    {
        var names = type.GetMethods().Select(method => line(method.Name));
        var isModule = opening.EndsWith("({", StringComparison.Ordinal);
        text.Append('\n').Append(isModule ? "" : $"/** The names of `{ScriptNames.OfType(type.Name)}` on the wire. */\n");
        text.Append(opening).Append('\n');
        foreach (var name in names)
            text.Append("  ").Append(name).Append(isModule ? ",\n" : ";\n");
        text.Append(isModule ? "});\n" : "}>;\n");
    }

    private static void Signatures(StringBuilder text, Type type)
    {
        text.Append('\n').Append(ContractDocs.Of(type)).Append("export interface ").Append(ScriptNames.OfType(type.Name)).Append(" {\n");
        foreach (var method in type.GetMethods())
        {
            var parameters = string.Join(
                ", ", method.GetParameters().Select(parameter => $"{parameter.Name}: {parameter.ParameterType.Name}"));
            var answer = type == typeof(IChatClient) ? "void"
                : method.ReturnType.IsGenericType ? $"Promise<{method.ReturnType.GetGenericArguments()[0].Name}>" : "Promise<void>";
            text.Append(ContractDocs.Of(method, "  "));
            text.Append("  ").Append(method.Name).Append('(').Append(parameters).Append("): ").Append(answer).Append(";\n");
        }

        text.Append("}\n");
    }

    private static void Fields(StringBuilder text, Type type)
    {
        text.Append('\n').Append(ContractDocs.Of(type)).Append("export interface ").Append(type.Name).Append(" {\n");
        foreach (var field in ContractTypes.Fields(type))
        {
            text.Append(ContractDocs.Of(field, "  "));
            text.Append("  ").Append(ContractTypes.Key(field)).Append(IsOptional(field) ? "?: " : ": ").Append(TypeOf(field)).Append(";\n");
        }

        text.Append("}\n");
    }

    private static string TypeOf(PropertyInfo field) =>
        (ContractTypes.IsJson(field) ? "object" : NameOf(Nullable.GetUnderlyingType(field.PropertyType) ?? field.PropertyType))
        + (IsOptional(field) ? " | null" : "");

    private static bool IsOptional(PropertyInfo field) => new NullabilityInfoContext().Create(field).ReadState == NullabilityState.Nullable;

    private static string NameOf(Type type)
    {
        if (type.IsArray)
            return NameOf(type.GetElementType()!) + "[]";
        if (type == typeof(string))
            return "string";
        if (type == typeof(bool))
            return "boolean";
        return type == typeof(int) || type == typeof(long) ? "number" : type.Name;
    }
}
