using System.Globalization;
using SignalRChat.Bench.Reports;

namespace SignalRChat.Bench.Shapes;

/// <summary>
/// A bound for a figure: of the ratio to the bare hub, or of the chat server's value. It is the least where more is better, and
/// otherwise the most.
/// </summary>
internal sealed record Aim(Figure Figure, double Bound, bool IsOfValue = false)
{
    private FigureText Text => FigureText.Of(Figure);

    public bool IsMet(Comparison comparison) => Shortfall(comparison) <= 1;

    /// <summary>By what factor the aim is missed: above 1 if it is.</summary>
    public double Shortfall(Comparison comparison)
    {
        // The value is compared in the unit that the table shows.
        var value = IsOfValue ? comparison.First / Text.Divisor : comparison.Ratio;
        return Text.IsMoreBetter ? Bound / value : value / Bound;
    }

    public override string ToString()
    {
        var bound = Bound.ToString("0.0#", CultureInfo.InvariantCulture);
        return $"{(Text.IsMoreBetter ? "≥" : "≤")} {bound}{(IsOfValue ? $" {Text.Unit}" : "")}";
    }
}
