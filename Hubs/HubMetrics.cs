using System.Diagnostics.Metrics;

namespace SignalRChat.Hubs;

/// <summary>
/// Calls that were not answered as asked, and connections that sent too much or were ended. How many there are is counted by SignalR
/// itself.
/// </summary>
internal sealed class HubMetrics : IDisposable
{
    public const string MeterName = "SignalRChat.Hubs";

    private readonly Meter _meter;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _failed;
    private readonly Counter<long> _slowed;
    private readonly Counter<long> _ended;

    public HubMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _refused = _meter.CreateCounter<long>("signalrchat.calls.refused", "{call}", "Calls that were refused, by their code.");
        _failed = _meter.CreateCounter<long>("signalrchat.calls.failed", "{call}", "Calls that failed by a defect of the server.");
        _slowed = _meter.CreateCounter<long>(
            "signalrchat.connections.slowed", "{wait}", "Times that reading waited, for a connection or its user was over a rate.");
        _ended = _meter.CreateCounter<long>(
            "signalrchat.connections.ended", "{connection}", "Connections that the server ended, by the code.");
    }

    public void Refused(string code) => _refused.Add(1, new KeyValuePair<string, object?>("code", code));

    public void Failed() => _failed.Add(1);

    public void Slowed() => _slowed.Add(1);

    public void Ended(string code) => _ended.Add(1, new KeyValuePair<string, object?>("code", code));

    public void Dispose() => _meter.Dispose();
}
