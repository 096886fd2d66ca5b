using SignalRChat.Faults.Workload;
using SignalRChat.Faults.Workload.Raw;

namespace SignalRChat.Faults.Nemesis;

/// <summary>
/// Fills a room with long texts, with or without idle clients in it that read none of them. Isolation compares the delays of
/// the other clients with and without idle clients.
/// </summary>
internal sealed class Flooded(People people, int idle, int bytesPerSecond = 0) : IFault
{
    private readonly List<IdleClient> _sleepers = [];
    private Flood? _flood;

    public string Target => idle == 0 ? "all" : $"all, and {idle} read {bytesPerSecond} bytes a second";

    public async Task BeginAsync()
    {
        for (var count = 0; count < idle; count++)
            _sleepers.Add(await people.SleepAsync(bytesPerSecond));
        _flood = people.Flood();
    }

    public async Task EndAsync()
    {
        await _flood!.DisposeAsync();
        foreach (var sleeper in _sleepers)
            sleeper.Dispose();
    }
}
