using System.Text;

namespace SignalRChat.Common;

/// <summary>The visible part of a text. A text that shows nothing looks empty, and a name that shows nothing looks like no user.</summary>
internal static class VisibleText
{
    /// <summary>
    /// Unicode 16's Default_Ignorable_Code_Point, and other characters without ink though their category differs: annotations,
    /// blanks of Braille, of music and of Egyptian, and code points that are no characters.
    /// </summary>
    private static readonly CodePoints _invisible = new(
        "00AD 034F 061C 115F-1160 17B4-17B5 180B-180F 200B-200F 202A-202E 2060-206F 2800 3164 FDD0-FDEF FE00-FE0F FEFF FFA0 "
        + "FFF0-FFFB FFFE-FFFF 13430-1343F 13441-13442 "
        + "1BCA0-1BCA3 1D159 1D173-1D17A 1FFFE-1FFFF 2FFFE-2FFFF 3FFFE-3FFFF E0000-E0FFF");

    public static bool IsInvisible(Rune rune) => _invisible.Has(rune);

    /// <summary>
    /// Whether a text holds anything but white space, control characters and invisible ones. Called for each message, and mostly
    /// decided by its first character.
    /// </summary>
    public static bool ShowsSomething(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (!Rune.IsWhiteSpace(rune) && Rune.GetUnicodeCategory(rune) != UnicodeCategory.Control && !IsInvisible(rune))
                return true;
        }
        return false;
    }
}

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
