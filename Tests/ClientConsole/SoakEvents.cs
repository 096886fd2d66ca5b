using System.Text.Json;

namespace SignalRChat.Tests.ClientConsole;

/// <summary>Reads the output of <c>soak --output json</c>.</summary>
internal static class SoakEvents
{
    private static readonly JsonSerializerOptions _form = new(JsonSerializerDefaults.Web);

    /// <summary>Waits until this many more messages are answered than in the first event that it reads.</summary>
    public static async Task GrowsAsync(ConsoleProcess soak, long by)
    {
        for (long? first = null; ;)
        {
            var line = await soak.ReadLineAsync() ?? throw new Xunit.Sdk.XunitException($"The soak ended: {(await soak.EndAsync()).Error}");
            var now = JsonSerializer.Deserialize<Progress>(line, _form)!.Acked;
            if (now >= (first ??= now) + by)
                return;
        }
    }

    public static SoakResult Result(string output) =>
        JsonSerializer.Deserialize<SoakResult>(
            output.Split('\n').Single(line => line.Contains("soakResult", StringComparison.Ordinal)), _form)!;

    private sealed record Progress(long Acked);
}

internal sealed record SoakResult(SoakTotal Total, int Reconnects, int Unanswered, bool Broken);

internal sealed record SoakTotal(long Sent, long Acked, long Received, long Lost, long Repeated, long Reordered, double? AckP99Ms);
