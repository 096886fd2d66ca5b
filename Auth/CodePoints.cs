using System.Globalization;
using System.Text;

namespace SignalRChat.Auth;

/// <summary>
/// A set of code points: hexadecimal numbers and ranges with spaces between, in ascending order, as the Unicode data files write them.
/// </summary>
internal sealed class CodePoints
{
    private readonly int[] _first;
    private readonly int[] _last;

    public CodePoints(string ranges)
    {
        var ends = Array.ConvertAll(ranges.Split(' '), range => Array.ConvertAll(range.Split('-'), Parse));
        (_first, _last) = (Array.ConvertAll(ends, range => range[0]), Array.ConvertAll(ends, range => range[^1]));
    }

    public bool Has(Rune rune)
    {
        var place = Array.BinarySearch(_first, rune.Value);
        return place >= 0 || (~place > 0 && rune.Value <= _last[~place - 1]);
    }

    private static int Parse(string number) => int.Parse(number, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
