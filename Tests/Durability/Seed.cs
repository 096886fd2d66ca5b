using System.Globalization;

namespace SignalRChat.Tests.Durability;

/// <summary>
/// The seed of a random test. It is new each time and printed with the result. <c>CHAT_TEST_SEED</c> sets it to repeat a run.
/// </summary>
internal static class Seed
{
    public static int Choose() => Environment.GetEnvironmentVariable("CHAT_TEST_SEED") is { Length: > 0 } given
        ? int.Parse(given, CultureInfo.InvariantCulture)
        : Environment.TickCount & int.MaxValue;
}
