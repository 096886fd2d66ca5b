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

    public static string Of(MethodInfo method, string indent) => Comment(IdOf(method), indent);

    /// <summary>The comment of a member on one line, with what <paramref name="nameOf"/> writes for a reference.</summary>
    public static string Plain(MemberInfo member, Func<string, string> nameOf) => member switch
    {
        Type type => Line($"T:{type.FullName}", nameOf),
        PropertyInfo property => Line($"P:{property.DeclaringType!.FullName}.{property.Name}", nameOf),
        MethodInfo method => Line(IdOf(method), nameOf),
        _ => throw new ArgumentException($"There is no comment of {member} yet.", nameof(member)),
    };

    private static string IdOf(MethodInfo method)
    {
        var parameters = string.Join(',', method.GetParameters().Select(parameter => parameter.ParameterType.FullName));
        return $"M:{method.DeclaringType!.FullName}.{method.Name}({parameters})";
    }

    private static string Line(string member, Func<string, string> nameOf) =>
        Spaces().Replace(string.Concat(_summaries[member].Nodes().Select(node => Text(node, nameOf))), " ").Trim();

    private static string Comment(string member, string indent)
    {
        var text = Line(member, reference => $"`{Name(reference)}`");
        if (indent.Length + text.Length + 7 <= Width)
            return $"{indent}/** {text} */\n";
        var lines = Wrap(text, Width - indent.Length - 3).Select(line => $"{indent} * {line}\n");
        return $"{indent}/**\n{string.Concat(lines)}{indent} */\n";
    }

    private static string Text(XNode node, Func<string, string> nameOf) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" } see => nameOf(see.Attribute("cref")!.Value),
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
