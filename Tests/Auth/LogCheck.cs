using Microsoft.Extensions.Logging.Testing;

namespace SignalRChat.Tests.Auth;

/// <summary>Searches all logged texts, values, scopes and exceptions for a token or a part of one.</summary>
internal static class LogCheck
{
    // A shorter part is no secret: `{"alg":"none"}` and the like.
    private const int TellingLength = 16;

    public static void HoldsNothingOf(string token, FakeLogCollector log)
    {
        var lines = log.GetSnapshot().SelectMany(Texts).ToArray();
        Assert.NotEmpty(lines);
        foreach (var part in token.Split('.').Append(token).Where(part => part.Length >= TellingLength))
            Assert.DoesNotContain(lines, line => line.Contains(part, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Texts(FakeLogRecord record) =>
    [
        record.Message,
        $"{record.Exception}",
        .. (record.StructuredState ?? []).Select(value => $"{value.Value}"),
        .. record.Scopes.Select(scope => scope is IEnumerable<KeyValuePair<string, object?>> values
            ? string.Join(' ', values.Select(value => $"{value.Value}"))
            : $"{scope}"),
    ];
}
