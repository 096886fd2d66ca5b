using SignalRChat.ClientConsole.Output;

namespace SignalRChat.ClientConsole.Soak;

/// <summary>Reports a soak to a program: <c>soakProgress</c> every second and <c>soakResult</c> at the end.</summary>
internal sealed class SoakJson(JsonEvents output, TextWriter error) : ISoakOutput
{
    public void Progress(SoakProgress now) => output.Write(new
    {
        @event = "soakProgress",
        elapsedMs = (long)now.Elapsed.TotalMilliseconds,
        now.Connected,
        now.Connections,
        now.Sent,
        now.Acked,
        now.Received,
        now.Reconnects,
    });

    public void Note(string sentence) => error.WriteLine(WireText.Line(sentence));

    public void Result(SoakReport report) => output.Write(new
    {
        @event = "soakResult",
        total = Form(RoomReport.Sum(report.Rooms)),
        rooms = report.Rooms.Select(Form),
        report.Connections,
        report.Reconnects,
        report.Resets,
        report.Unanswered,
        notBegun = report.Skipped,
        report.Ended,
        report.Troubles,
        tookMs = (long)report.Took.TotalMilliseconds,
        broken = report.IsBroken,
    });

    private static object Form(RoomReport room) => new
    {
        room.Room,
        room.Sent,
        room.Acked,
        room.Refused,
        room.Received,
        room.Lost,
        room.Repeated,
        room.Reordered,
        ackP50Ms = room.AckTimes.Percentile(0.5)?.TotalMilliseconds,
        ackP99Ms = room.AckTimes.Percentile(0.99)?.TotalMilliseconds,
        deliveryP50Ms = room.DeliveryTimes.Percentile(0.5)?.TotalMilliseconds,
        deliveryP99Ms = room.DeliveryTimes.Percentile(0.99)?.TotalMilliseconds,
    };
}
