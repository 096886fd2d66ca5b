using SignalRChat.Contracts;

namespace SignalRChat.Tests.Contracts;

/// <summary>
/// Creates a contract object in which no two fields have the same value, none has its default, and flags are set.
/// </summary>
internal sealed class ContractSample
{
    private int _count;

    public static object Filled(Type type) => new ContractSample().Make(type);

    private object Make(Type type)
    {
        _count++;
        if (type == typeof(string))
            return $"value {_count}: \"é\" <&> \u2028 😀";
        if (type == typeof(bool))
            return true;
        if (type == typeof(int))
            return 100_000 + _count;
        if (type == typeof(long))
            return 1_800_000_000_000 + _count;
        if (Nullable.GetUnderlyingType(type) is { } inner)
            return Make(inner);
        if (type.IsArray)
            return MakeArray(type.GetElementType()!);
        Assert.Equal(typeof(IChatHub).Assembly, type.Assembly);
        return MakeRecord(type);
    }

    private Array MakeArray(Type element)
    {
        var array = Array.CreateInstance(element, 2);
        for (var index = 0; index < array.Length; index++)
            array.SetValue(Make(element), index);
        return array;
    }

    private object MakeRecord(Type type)
    {
        var record = Activator.CreateInstance(type)!;
        foreach (var field in ContractTypes.Fields(type))
            field.SetValue(record, ContractTypes.IsJson(field) ? $$"""{"number":{{++_count}}}""" : Make(field.PropertyType));
        return record;
    }
}
