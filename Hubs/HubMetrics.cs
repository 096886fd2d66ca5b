using System.Diagnostics.Metrics;
using System.Net.WebSockets;

namespace SignalRChat.Hubs;

/// <summary>
/// Calls that were not answered as asked, and connections that sent too much or were ended. The number of WebSockets and how long
/// they lasted have the names that SignalR gives them, and gives those of the fallback transports.
/// </summary>
internal sealed class HubMetrics : IDisposable
{
    public const string MeterName = "SignalRChat.Hubs";
    private const string SignalRMeterName = "Microsoft.AspNetCore.Http.Connections";
    private const int LastDefined = 1015;
    private const string StatusTag = "signalr.connection.status";

    /// <summary>They begin at 0, because Prometheus sees no increase in a series that begins with many closes at once.</summary>
    private static readonly string[] _commonCodes = ["1000", "1001", "1006", "1008", "1011"];

    private static readonly KeyValuePair<string, object?> _webSockets = new("signalr.transport", "web_sockets");
    private static readonly KeyValuePair<string, object?> _normalClosure = new(StatusTag, "normal_closure");
    private static readonly KeyValuePair<string, object?> _appShutdown = new(StatusTag, "app_shutdown");

    private readonly Meter _meter;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _failed;
    private readonly Counter<long> _slowed;
    private readonly Counter<long> _ended;
    private readonly Counter<long> _closed;
    private readonly UpDownCounter<long> _open;
    private readonly Histogram<double> _duration;

    public HubMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _refused = _meter.CreateCounter<long>("signalrchat.calls.refused", "{call}", "Calls that were refused, by their code.");
        _failed = _meter.CreateCounter<long>("signalrchat.calls.failed", "{call}", "Calls that failed by a defect of the server.");
        _slowed = _meter.CreateCounter<long>(
            "signalrchat.connections.slowed", "{wait}", "Times that reading waited, for a connection or its user was over a rate.");
        _ended = _meter.CreateCounter<long>(
            "signalrchat.connections.ended", "{connection}", "Connections that the server ended, by the code.");
        _closed = _meter.CreateCounter<long>(
            "signalrchat.connections.closed", "{connection}", "WebSockets that were closed, by the code of the close frame.");
        _failed.Add(0);
        _slowed.Add(0);
        _refused.Add(0, CodeOf(ChatErrorCodes.Busy));
        foreach (var code in _commonCodes)
            _closed.Add(0, CodeOf(code));
        var signalR = meters.Create(SignalRMeterName);
        _open = signalR.CreateUpDownCounter<long>(
            "signalr.server.active_connections", "{connection}", "Number of connections that are currently active on the server.");
        _duration = signalR.CreateHistogram<double>(
            "signalr.server.connection.duration", "s", "The duration of connections on the server.");
    }

    public void Refused(string code) => _refused.Add(1, CodeOf(code));

    public void Failed() => _failed.Add(1);

    public void Slowed() => _slowed.Add(1);

    public void Ended(string code) => _ended.Add(1, CodeOf(code));

    /// <summary>A WebSocket was opened.</summary>
    public void Opened() => _open.Add(1, _webSockets);

    /// <summary>A WebSocket was closed with this code, because the node is stopping or for another reason.</summary>
    public void Closed(TimeSpan lasted, int code, bool isStopping)
    {
        _open.Add(-1, _webSockets);
        _closed.Add(1, CodeOf(CodeTag(code)));
        _duration.Record(lasted.TotalSeconds, isStopping ? _appShutdown : _normalClosure, _webSockets);
    }

    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?> CodeOf(string code) => new("code", code);

    /// <summary>A client may close with any of 4,000 codes. Those that no standard defines are counted together.</summary>
    private static string CodeTag(int code) =>
        code is >= (int)WebSocketCloseStatus.NormalClosure and <= LastDefined ? code.ToString(CultureInfo.InvariantCulture) : "other";
}
