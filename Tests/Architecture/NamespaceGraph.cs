using Mono.Cecil;
using Mono.Cecil.Cil;

namespace SignalRChat.Tests.Architecture;

/// <summary>
/// Which namespaces of the server use which, by the types in signatures, bodies and attributes of the compiled assembly, and by the
/// using lines, which also show a constant that the compiler has copied.
/// </summary>
internal sealed class NamespaceGraph
{
    private const string Root = "SignalRChat";

    private readonly Dictionary<(string From, string To), string> _uses = [];
    private readonly HashSet<string> _exempt;

    /// <summary><paramref name="exempt"/> are the classes that register a folder: they name everything below it.</summary>
    public NamespaceGraph(IEnumerable<string> exempt)
    {
        _exempt = [.. exempt];
        using var module = ModuleDefinition.ReadModule(typeof(Program).Assembly.Location);
        foreach (var type in module.Types)
            AddType(type, Outermost(type));
        foreach (var source in CSharpSource.All.Where(source => source.Folder is "Auth" or "Common" or "Hosting" or "Hubs" or "Services"))
            AddUsings(source);
    }

    /// <summary>Each use between two namespaces, with an example of a type that makes it.</summary>
    public IEnumerable<(string From, string To, string Example)> Uses => _uses.Select(use => (use.Key.From, use.Key.To, use.Value));

    /// <summary>
    /// The uses between folders that lie in the same folder. The files of a folder itself count as its folder "." there.
    /// </summary>
    public IEnumerable<(string From, string To, string Example)> UsesBetweenSiblings() =>
        from use in Uses
        let siblings = Siblings(use.From.Split('.'), use.To.Split('.'))
        select (siblings.From, siblings.To, $"{use.From} -> {use.To}: {use.Example}");

    private static (string From, string To) Siblings(string[] from, string[] to)
    {
        var shared = from.Zip(to).TakeWhile(pair => pair.First == pair.Second).Count();
        return (Child(from, shared), Child(to, shared));
    }

    private static string Child(string[] path, int shared) =>
        string.Join('.', path.Take(shared + 1)) + (path.Length == shared ? ".(itself)" : "");

    private void AddUsings(CSharpSource source)
    {
        if (_exempt.Contains(Path.GetFileNameWithoutExtension(source.File)) || source.Namespace is not { } from)
            return;
        foreach (var used in source.Usings.Where(used => used.StartsWith($"{Root}.", StringComparison.Ordinal)))
            Add(from, used, source.File);
    }

    private void AddType(TypeDefinition type, TypeDefinition outer)
    {
        if (_exempt.Contains(outer.Name) || !outer.Namespace.StartsWith(Root, StringComparison.Ordinal))
            return;
        foreach (var used in TypesIn(type))
            AddReference(used, outer);
        foreach (var nested in type.NestedTypes)
            AddType(nested, outer);
    }

    private void AddReference(TypeReference? used, TypeDefinition user)
    {
        while (used is TypeSpecification and not GenericInstanceType)
            used = ((TypeSpecification)used).ElementType;
        if (used is GenericInstanceType generic)
        {
            foreach (var argument in generic.GenericArguments)
                AddReference(argument, user);
            used = generic.ElementType;
        }
        if (used is TypeDefinition found && Outermost(found) is var outer)
            Add(user.Namespace, outer.Namespace, $"{user.Name} uses {outer.Name}");
    }

    private void Add(string from, string to, string example)
    {
        if (from != to && to.StartsWith(Root, StringComparison.Ordinal))
            _uses.TryAdd((from, to), example);
    }

    private static TypeDefinition Outermost(TypeDefinition type)
    {
        while (type.DeclaringType is { } outer)
            type = outer;
        return type;
    }

    private static IEnumerable<TypeReference?> TypesIn(TypeDefinition type) =>
    [
        type.BaseType,
        .. type.Interfaces.Select(one => one.InterfaceType),
        .. type.Fields.Select(field => field.FieldType),
        .. type.Properties.Select(property => property.PropertyType),
        .. type.CustomAttributes.Select(attribute => attribute.AttributeType),
        .. type.Methods.SelectMany(TypesIn),
    ];

    private static IEnumerable<TypeReference?> TypesIn(MethodDefinition method) =>
    [
        method.ReturnType,
        .. method.Parameters.Select(parameter => parameter.ParameterType),
        .. method.CustomAttributes.Select(attribute => attribute.AttributeType),
        .. method.GenericParameters.SelectMany(parameter => parameter.Constraints).Select(constraint => constraint.ConstraintType),
        .. method.HasBody ? method.Body.Variables.Select(variable => variable.VariableType) : [],
        .. method.HasBody ? method.Body.Instructions.SelectMany(TypesIn) : [],
    ];

    private static IEnumerable<TypeReference?> TypesIn(Instruction instruction) => instruction.Operand switch
    {
        GenericInstanceMethod call => [call.DeclaringType, call.ReturnType, .. call.GenericArguments],
        MethodReference call => [call.DeclaringType, call.ReturnType],
        FieldReference field => [field.DeclaringType, field.FieldType],
        TypeReference type => [type],
        _ => [],
    };
}
