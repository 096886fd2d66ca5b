using System.Diagnostics.Metrics;

namespace SignalRChat.Hubs;

/// <summary>Calls that were not answered as asked. How many connections there are is counted by SignalR itself.</summary>
internal sealed class HubMetrics : IDisposable
{
    public const string MeterName = "SignalRChat.Hubs";

    private readonly Meter _meter;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _failed;

    public HubMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _refused = _meter.CreateCounter<long>("signalrchat.calls.refused", "{call}", "Calls that were refused, by their code.");
        _failed = _meter.CreateCounter<long>("signalrchat.calls.failed", "{call}", "Calls that failed by a defect of the server.");
    }

    public void Refused(string code) => _refused.Add(1, new KeyValuePair<string, object?>("code", code));

    public void Failed() => _failed.Add(1);

    public void Dispose() => _meter.Dispose();
}
