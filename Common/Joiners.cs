using System.Text;

namespace SignalRChat.Common;

/// <summary>
/// Removes joiners and variation selectors from a name if they change nothing visible: with them one name would have many forms.
/// They stay if a script or an emoji needs them. After RFC 5892, appendix A, and the Unicode lists of joining types, viramas and
/// pictographs, in the version of Unicode 16.
/// </summary>
internal static class Joiners
{
    private const int NonJoiner = 0x200C;
    private const int Joiner = 0x200D;
    private const int Keycap = 0x20E3;

    private static readonly CodePoints _emojiSelectors = new("FE0E-FE0F");
    private static readonly CodePoints _otherSelectors = new("FE00-FE0D");
    private static readonly CodePoints _ideographSelectors = new("E0100-E01EF");
    private static readonly CodePoints _mongolianSelectors = new("180B-180D 180F");
    private static readonly CodePoints _skinTones = new("1F3FB-1F3FF");
    private static readonly CodePoints _keycapBases = new("0023 002A 0030-0039");

    private static readonly CodePoints _pictographs = new(
        "00A9 00AE 203C 2049 2122 2139 2194-21AA 231A-23FF 24C2 25AA-27BF 2934-2935 2B05-2B55 3030 303D 3297 3299 1F000-1F3FA "
        + "1F400-1FAFF 1FC00-1FFFD");

    private static readonly CodePoints _ideographs = new("3400-4DBF 4E00-9FFF F900-FAFF 20000-3FFFD");

    private static readonly CodePoints _basesWithVariants = new(
        "1000-109F 2200-22FF 2A00-2AFF 3400-4DBF 4E00-9FFF A840-A87F 10AC0-10AFF 20000-3FFFD");

    private static readonly CodePoints _mongolian = new("1807 1820-18AA");

    private static readonly CodePoints _viramas = new(
        "094D 09CD 0A4D 0ACD 0B4D 0BCD 0C4D 0CCD 0D3B-0D3C 0D4D 0DCA 0E3A 0EBA 0F84 1039-103A 1714-1715 1734 17D2 1A60 1B44 "
        + "1BAA-1BAB 1BF2-1BF3 2D7F A806 A82C A8C4 "
        + "A953 A9C0 AAF6 ABED 10A3F 11046 11070 1107F 110B9 11133-11134 111C0 11235 112EA 1134D 113CE-113D0 11442 114C2 115BF "
        + "1163F 116B6 1172B 11839 1193D-1193E "
        + "119E0 11A34 11A47 11A99 11C3F 11D44-11D45 11D97 11F41-11F42");

    /// <summary>Letters of the scripts that are written joined.</summary>
    private static readonly CodePoints _cursive = new(
        "0620-064A 066E-06D3 06D5 06EE-06EF 06FA-06FC 06FF 0710-072F 074D-077F 07CA-07EA 0840-0858 0860-086A 0870-0887 "
        + "0889-088E 08A0-08C9 1807 1820-18AA A840-A872 "
        + "10AC0-10AE4 10B80-10B91 10D00-10D23 10F30-10F44 10F70-10F81 10FB0-10FCB 1E900-1E943");

    /// <summary>Those of them that never join to the letter behind them.</summary>
    private static readonly CodePoints _endsJoin = new(
        "0621-0625 0627 0629 062F-0632 0648 0671-0677 0688-0699 06C0 06C3-06CB 06CD 06CF 06D2-06D3 06D5 06EE-06EF 0710 "
        + "0715-0719 071E 0728 072A 072C 072F 074D "
        + "0759-075B 076B-076C 0771 0773-0774 0778-0779 0840 0846-0847 0849 0854 0856-0858 0867 0869-086A 0870-0882 088E "
        + "08AA-08AC 08AE 08B1-08B2 08B9");

    /// <summary>Joiners and variation selectors: invisible, and at times needed.</summary>
    public static bool Has(Rune rune) =>
        rune.Value is NonJoiner or Joiner || _emojiSelectors.Has(rune) || _otherSelectors.Has(rune)
        || _ideographSelectors.Has(rune) || _mongolianSelectors.Has(rune);

    public static string RemoveNeedless(string name)
    {
        Rune[] runes = [.. name.EnumerateRunes()];
        if (!Array.Exists(runes, Has))
            return name;
        var kept = new List<Rune>(runes.Length);
        for (var i = 0; i < runes.Length; i++)
        {
            if (!Has(runes[i]) || IsNeeded(runes[i], kept, runes.AsSpan(i + 1)))
                kept.Add(runes[i]);
        }
        return string.Concat(kept);
    }

    private static bool IsNeeded(Rune joiner, List<Rune> before, ReadOnlySpan<Rune> after)
    {
        if (before.Count == 0)
            return false;
        var last = before[^1];
        if (_emojiSelectors.Has(joiner))
            return _pictographs.Has(last) || (_keycapBases.Has(last) && after is [{ Value: Keycap }, ..]);
        if (_otherSelectors.Has(joiner))
            return _basesWithVariants.Has(last);
        if (_ideographSelectors.Has(joiner))
            return _ideographs.Has(last);
        if (_mongolianSelectors.Has(joiner))
            return _mongolian.Has(last);
        if (_viramas.Has(last))
            return true;
        var next = after.IsEmpty ? default : after[0];
        return joiner.Value == Joiner ? IsJoinerNeeded(before, next) : JoinsOn(before) && _cursive.Has(next);
    }

    /// <summary>
    /// It ties pictographs to one, or a consonant to a virama behind it, or gives a letter the form that it has in a word.
    /// </summary>
    private static bool IsJoinerNeeded(List<Rune> before, Rune next)
    {
        var pictograph = before.FindLast(rune => !_emojiSelectors.Has(rune) && !_skinTones.Has(rune));
        if (_pictographs.Has(next))
            return _pictographs.Has(pictograph);
        return _viramas.Has(next) || JoinsOn(before) != _cursive.Has(next);
    }

    private static bool JoinsOn(List<Rune> before)
    {
        var letter = before.FindLast(static rune => Rune.GetUnicodeCategory(rune) is not UnicodeCategory.NonSpacingMark);
        return _cursive.Has(letter) && !_endsJoin.Has(letter);
    }
}
