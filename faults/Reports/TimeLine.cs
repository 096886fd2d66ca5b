using System.Globalization;
using System.Text;
using SignalRChat.Testing.Oracle;

namespace SignalRChat.Faults.Reports;

/// <summary>
/// A picture of the messages delivered to all members in each quarter of a second around a fault. One row for the first strike
/// of each kind.
/// </summary>
internal static class TimeLine
{
    private const long Bin = 250_000;
    private const long Before = 5_000_000;
    private const long After = 12_000_000;
    private const int Left = 230;
    private const int Width = 720;
    private const int RowHeight = 46;
    private const int BarHeight = 34;

    public static string Draw(Case run)
    {
        var windows = run.Windows.GroupBy(window => window.Name).Select(same => same.First()).OrderBy(window => window.Begin).ToArray();
        var received = Received(run);
        var svg = new StringBuilder();
        svg.Append(Text($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Left + Width + 10}\" "));
        svg.Append(Text($"height=\"{(windows.Length * RowHeight) + 30}\" font-family=\"sans-serif\" font-size=\"12\">\n"));
        svg.Append("<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
        for (var row = 0; row < windows.Length; row++)
            DrawRow(svg, windows[row], run.Windows, received, (row * RowHeight) + 5);
        svg.Append(Text($"<text x=\"{Left}\" y=\"{(windows.Length * RowHeight) + 20}\" fill=\"#555\">"));
        svg.Append("messages received per 250 ms, from 5 s before a fault; grey: while it lasts; light: another fault</text>\n</svg>\n");
        return svg.ToString();
    }

    private static void DrawRow(
        StringBuilder svg, FaultWindow window, IReadOnlyList<FaultWindow> all, Dictionary<long, int> received, int top)
    {
        var start = Math.Max(0, window.Begin - Before);
        var end = Math.Min(window.End, window.Begin + After) + After;
        var bins = (int)((end - start) / Bin) + 1;
        var most = Math.Max(1, Enumerable.Range(0, bins).Max(bin => received.GetValueOrDefault((start / Bin) + bin)));
        var step = (double)Width / bins;
        double X(long at) => Left + ((at - start) / (double)Bin * step);
        void Shade(FaultWindow lasts, string colour)
        {
            var (from, to) = (X(Math.Max(lasts.Begin, start)), X(Math.Min(lasts.End, end)));
            svg.Append(Text(
                $"<rect x=\"{from:0.0}\" y=\"{top}\" width=\"{Math.Max(1, to - from):0.0}\" height=\"{BarHeight}\" fill=\"{colour}\"/>"));
        }
        svg.Append(Text($"<text x=\"4\" y=\"{top + 22}\">{window.Name}</text>"));
        foreach (var other in all.Where(other => other.Number != window.Number && other.Begin < end && other.End > start))
            Shade(other, "#f1f1f1");
        Shade(window, "#ddd");
        for (var bin = 0; bin < bins; bin++)
        {
            var height = (double)received.GetValueOrDefault((start / Bin) + bin) / most * BarHeight;
            if (height > 0)
            {
                svg.Append(Text($"<rect x=\"{Left + (bin * step):0.0}\" y=\"{top + BarHeight - height:0.0}\" "));
                svg.Append(Text($"width=\"{step * 0.8:0.0}\" height=\"{height:0.0}\" fill=\"#2a6fb0\"/>"));
            }
        }
        svg.Append('\n');
    }

    private static Dictionary<long, int> Received(Case run)
    {
        var received = new Dictionary<long, int>();
        foreach (var heard in run.History.OfType<Heard>())
            received[heard.At / Bin] = received.GetValueOrDefault(heard.At / Bin) + heard.Messages.Length;
        return received;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
