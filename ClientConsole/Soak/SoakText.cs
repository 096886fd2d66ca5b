using SignalRChat.ClientConsole.Output;
using Spectre.Console;

namespace SignalRChat.ClientConsole.Soak;

/// <summary>
/// Reports a soak to a person: a changing line on a terminal, an occasional line elsewhere, and at the end a table on standard output.
/// </summary>
internal sealed class SoakText(IAnsiConsole console, TextWriter error, bool isLive) : ISoakOutput
{
    private const int Quiet = 5;

    private int _ticks;

    public void Progress(SoakProgress now)
    {
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"{now.Elapsed.TotalSeconds:0}/{now.Duration.TotalSeconds:0} s  {now.Connected}/{now.Connections} connected  "
            + $"{now.Sent} sent  {now.Acked} acked  "
            + $"{now.Received} received  {now.Reconnects} reconnects");
        if (isLive)
            error.Write($"\r\e[K{line}");
        else if (_ticks++ % Quiet == 0)
            error.WriteLine(line);
        error.Flush();
    }

    public void Note(string sentence) => error.WriteLine((isLive ? "\r\e[K" : "") + WireText.Line(sentence));

    public void Result(SoakReport report)
    {
        if (isLive)
            error.Write("\r\e[K");
        var table = new Table().Border(TableBorder.Ascii2);
        string[] columns = ["room", "acked", "received", "lost", "repeated", "reordered", "ack p50", "p99", "delivery p50", "p99"];
        foreach (var column in columns)
            table.AddColumn(column == "room" ? new TableColumn(column) : new TableColumn(column).RightAligned());
        foreach (var room in report.Rooms.Append(RoomReport.Sum(report.Rooms)))
            table.AddRow([.. Cells(room).Select(Markup.Escape)]);
        console.Write(table);
        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Connections} connections, {report.Reconnects} reconnects, {report.Rooms.Sum(room => room.Sent)} sent, "
            + $"{report.Rooms.Sum(room => room.Refused)} refused, {report.Unanswered} without an answer, {report.Skipped} not begun, "
            + $"{report.Resets} resets, {report.Took.TotalSeconds:0.0} s"));
        foreach (var trouble in report.Troubles)
            console.WriteLine(WireText.Line($"trouble: {trouble}"));
        console.WriteLine(report.IsBroken
            ? "BROKEN: something was lost, repeated or out of order."
            : "Nothing lost, nothing repeated, nothing out of order.");
    }

    private static IEnumerable<string> Cells(RoomReport room) =>
    [
        room.Room, Number(room.Acked), Number(room.Received), Number(room.Lost), Number(room.Repeated), Number(room.Reordered),
        Ms(room.AckTimes.Percentile(0.5)), Ms(room.AckTimes.Percentile(0.99)),
        Ms(room.DeliveryTimes.Percentile(0.5)), Ms(room.DeliveryTimes.Percentile(0.99)),
    ];

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Ms(TimeSpan? time) =>
        time is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known.TotalMilliseconds:0.0} ms") : "-";
}
