using System.Globalization;

namespace SignalRChat.Tests.Durability;

/// <summary>
/// The seed of a test that is left to chance: another each time, told with the result, and given by <c>CHAT_TEST_SEED</c> to
/// repeat a run.
/// </summary>
internal static class Seed
{
    public static int Choose() => Environment.GetEnvironmentVariable("CHAT_TEST_SEED") is { Length: > 0 } given
        ? int.Parse(given, CultureInfo.InvariantCulture)
        : Environment.TickCount & int.MaxValue;
}
