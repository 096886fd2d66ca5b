using System.Collections;
using SignalRChat.Contracts;

namespace SignalRChat.Tests.Contracts;

/// <summary>Compares two contract objects field by field, because records compare their arrays only by identity.</summary>
internal static class ContractDifference
{
    /// <summary>Each different field, with its path and both values.</summary>
    public static IEnumerable<string> Between(object? expected, object? actual, string path)
    {
        if (expected is null || actual is null || expected.GetType() != actual.GetType())
            return Equals(expected, actual) ? [] : [$"{path}: {expected ?? "none"} became {actual ?? "none"}"];
        if (expected is Array array)
            return BetweenLists(array, (IList)actual, path);
        if (expected.GetType().Assembly == typeof(IChatHub).Assembly)
        {
            return ContractTypes.Fields(expected.GetType())
                .SelectMany(field => Between(field.GetValue(expected), field.GetValue(actual), $"{path}.{field.Name}"));
        }

        return expected.Equals(actual) ? [] : [$"{path}: {expected} became {actual}"];
    }

    private static IEnumerable<string> BetweenLists(IList expected, IList actual, string path) =>
        expected.Count != actual.Count
            ? [$"{path}: {expected.Count} items became {actual.Count}"]
            : Enumerable.Range(0, expected.Count).SelectMany(index => Between(expected[index], actual[index], $"{path}[{index}]"));
}
