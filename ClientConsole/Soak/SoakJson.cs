using SignalRChat.ClientConsole.Output;

namespace SignalRChat.ClientConsole.Soak;

/// <summary>Reports a soak to a program: <c>soakProgress</c> every second and <c>soakResult</c> at the end.</summary>
internal sealed class SoakJson(JsonEvents output, TextWriter error) : ISoakOutput
{
    public void Progress(SoakProgress now) => output.Write(new
    {
        @event = "soakProgress",
        elapsedMs = (long)now.Elapsed.TotalMilliseconds,
        connected = now.Connected,
        connections = now.Connections,
        sent = now.Sent,
        acked = now.Acked,
        received = now.Received,
        reconnects = now.Reconnects,
    });

    public void Note(string sentence) => error.WriteLine(WireText.Line(sentence));

    public void Result(SoakReport report) => output.Write(new
    {
        @event = "soakResult",
        total = Form(RoomReport.Sum(report.Rooms)),
        rooms = report.Rooms.Select(Form),
        connections = report.Connections,
        reconnects = report.Reconnects,
        resets = report.Resets,
        unanswered = report.Unanswered,
        notBegun = report.Skipped,
        ended = report.Ended,
        troubles = report.Troubles,
        tookMs = (long)report.Took.TotalMilliseconds,
        broken = report.IsBroken,
    });

    private static object Form(RoomReport room) => new
    {
        room = room.Room,
        sent = room.Sent,
        acked = room.Acked,
        refused = room.Refused,
        received = room.Received,
        lost = room.Lost,
        repeated = room.Repeated,
        reordered = room.Reordered,
        ackP50Ms = room.AckTimes.Percentile(0.5)?.TotalMilliseconds,
        ackP99Ms = room.AckTimes.Percentile(0.99)?.TotalMilliseconds,
        deliveryP50Ms = room.DeliveryTimes.Percentile(0.5)?.TotalMilliseconds,
        deliveryP99Ms = room.DeliveryTimes.Percentile(0.99)?.TotalMilliseconds,
    };
}
