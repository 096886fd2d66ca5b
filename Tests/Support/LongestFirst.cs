using SignalRChat.Tests.Client;
using SignalRChat.Tests.ClientConsole;
using SignalRChat.Tests.Durability;
using SignalRChat.Tests.Packaging;
using SignalRChat.Tests.ScaleOut;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer("SignalRChat.Tests.Support.LongestFirst", "SignalRChat.Tests")]

namespace SignalRChat.Tests.Support;

/// <summary>
/// Starts the collections that take longest first: one that starts last would run alone in the end. The others keep their order.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] _longest =
    [
        SharedPostgres.Nodes,
        SharedPostgres.Name,
        nameof(LostServerTests),
        nameof(TrimmedAppTests),
        nameof(PackageTests),
        nameof(ServerExitCodeTests),
        nameof(KillTests),
        nameof(LateRedisTests),
    ];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(one => PlaceOf(one.DisplayName));

    private static int PlaceOf(string name)
    {
        var place = Array.FindIndex(_longest, one => name == one || name.Contains($".{one}", StringComparison.Ordinal));
        return place < 0 ? _longest.Length : place;
    }
}
