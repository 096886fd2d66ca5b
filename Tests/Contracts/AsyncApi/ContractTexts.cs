using System.Reflection;
using System.Text.RegularExpressions;
using SignalRChat.Contracts;
using SignalRChat.Tests.Contracts.Script;

namespace SignalRChat.Tests.Contracts.AsyncApi;

/// <summary>The comments of the contracts, with the names and values of the wire in place of those of C#.</summary>
internal static partial class ContractTexts
{
    private static readonly string _everyMethod = Of(typeof(IChatHub));

    public static string Of(MemberInfo member) => ContractDocs.Plain(member, OnTheWire);

    /// <summary>The codes that the method's comment and that of the hub name.</summary>
    public static IEnumerable<string> CodesOf(MethodInfo method)
    {
        var codes = ContractTypes.Constants(typeof(ChatErrorCodes)).Values;
        var general = Marked().Matches(_everyMethod.Split("Each method lists")[0]).Select(match => match.Groups[1].Value);
        var named = Marked().Matches(Of(method)).Select(match => match.Groups[1].Value).ToList();
        // As the comment of the hub says.
        if (named.Contains(ChatErrorCodes.NotAMember))
            named.Add(ChatErrorCodes.RoomNotFound);
        return named.Concat(general).Where(codes.Contains).Distinct().Order(StringComparer.Ordinal);
    }

    /// <summary>The constants of <see cref="ChatLimits"/> that the comment of a field names.</summary>
    public static IEnumerable<FieldInfo> LimitsIn(PropertyInfo field)
    {
        var found = new List<FieldInfo>();
        ContractDocs.Plain(field, reference =>
        {
            if (reference.StartsWith($"F:{typeof(ChatLimits).FullName}.", StringComparison.Ordinal))
                found.Add(typeof(ChatLimits).GetField(reference.Split('.')[^1])!);
            return reference;
        });
        return found;
    }

    private static string OnTheWire(string reference)
    {
        var parts = reference.Split('(')[0].Split('.');
        var name = parts[^1];
        var type = typeof(IChatHub).Assembly.GetType(string.Join('.', parts[..^1])[2..]);
        return reference[0] switch
        {
            'P' when type?.GetProperty(name) is { } field => $"`{ContractTypes.Key(field)}`",
            'F' when type?.GetField(name)?.GetValue(null) is { } value => Value(name, value),
            'T' when Values(reference) is { Length: > 0 } values => string.Join(", ", values),
            _ => $"`{name}`",
        };
    }

    private static string Value(string name, object value) => value switch
    {
        TimeSpan time => $"{time.TotalSeconds} s",
        int number when name.EndsWith("Bytes", StringComparison.Ordinal) => $"{number:#,0} bytes",
        int number => $"{number:#,0}",
        _ => $"`{value}`",
    };

    /// <summary>The constants of a class whose values are texts.</summary>
    private static string[] Values(string reference) => typeof(IChatHub).Assembly.GetType(reference[2..]) is { } type
        ? [.. ContractTypes.Constants(type).Values.Select(value => $"`{value}`")]
        : [];

    [GeneratedRegex("`([a-z-]+)`")]
    private static partial Regex Marked();
}
