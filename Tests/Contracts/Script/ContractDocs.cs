using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using SignalRChat.Contracts;

namespace SignalRChat.Tests.Contracts.Script;

/// <summary>The compiler's documentation of the contracts, as JSDoc.</summary>
internal static partial class ContractDocs
{
    private const int Width = 140;

    private static readonly Dictionary<string, XElement> _summaries =
        XDocument.Load(Path.ChangeExtension(typeof(IChatHub).Assembly.Location, ".xml")).Descendants("member")
            .Where(member => member.Element("summary") is not null)
            .ToDictionary(member => member.Attribute("name")!.Value, member => member.Element("summary")!);

    public static string Of(Type type, string indent = "") => Comment($"T:{type.FullName}", indent);

    public static string Of(PropertyInfo property, string indent) =>
        Comment($"P:{property.DeclaringType!.FullName}.{property.Name}", indent);

    public static string Of(FieldInfo field, string indent) => Comment($"F:{field.DeclaringType!.FullName}.{field.Name}", indent);

    public static string Of(MethodInfo method, string indent)
    {
        var parameters = string.Join(',', method.GetParameters().Select(parameter => parameter.ParameterType.FullName));
        return Comment($"M:{method.DeclaringType!.FullName}.{method.Name}({parameters})", indent);
    }

    private static string Comment(string member, string indent)
    {
        var text = Spaces().Replace(string.Concat(_summaries[member].Nodes().Select(Text)), " ").Trim();
        if (indent.Length + text.Length + 7 <= Width)
            return $"{indent}/** {text} */\n";
        var lines = Wrap(text, Width - indent.Length - 3).Select(line => $"{indent} * {line}\n");
        return $"{indent}/**\n{string.Concat(lines)}{indent} */\n";
    }

    private static string Text(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" } see => $"`{Name(see.Attribute("cref")!.Value)}`",
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        _ => throw new InvalidDataException($"A summary holds {node}, for which there is no form in JSDoc yet."),
    };

    /// <summary>The last two parts of <c>P:SignalRChat.Contracts.RoomUpdate.After</c>, with JavaScript's names.</summary>
    private static string Name(string reference)
    {
        var parts = reference.Split('(')[0].Split('.');
        var (owner, name) = (parts[^2], parts[^1]);
        return reference[0] switch
        {
            'T' => ScriptNames.OfType(name),
            'P' => $"{owner}.{ScriptNames.Camel(name)}",
            'F' => $"{ScriptNames.OfType(owner)}.{ScriptNames.Camel(name)}",
            _ => name,
        };
    }

    private static IEnumerable<string> Wrap(string text, int width)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = "";
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        yield return line;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
