using System.Globalization;
using System.Text;
using SignalRChat.Contracts;

namespace SignalRChat.Auth;

/// <summary>
/// The rules of a name that others see. Besides control characters it keeps out what turns or hides the text around it: bidirectional overrides,
/// line separators, invisible characters; the two joiners stay, which emoji and several scripts need.
/// </summary>
internal static class DisplayName
{
    private const int Longest = ChatLimits.DisplayNameLength;
    private const int ZeroWidthNonJoiner = 0x200C;
    private const int ZeroWidthJoiner = 0x200D;

    /// <summary>The name as it will be shown, or none and the sentence that says why.</summary>
    public static string? Parse(string? text, out string problem)
    {
        var name = text?.Trim() ?? "";
        problem = name switch
        {
            { Length: 0 or > Longest } => $"The name has {name.Length} characters; expected 1 to {Longest}.",
            _ when !IsShowable(name) => "The name holds control or invisible characters.",
            _ when !IsVisible(name) => "The name shows nothing.",
            _ => "",
        };
        return problem.Length == 0 ? name : null;
    }

    /// <summary>What can be shown of a text that was not chosen as a name; empty when nothing can.</summary>
    public static string From(string text)
    {
        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes().Where(IsShowable))
        {
            if (shown.Length + rune.Utf16SequenceLength > Longest) break;
            shown.Append(rune.ToString());
        }

        var name = shown.ToString().Trim();
        return IsVisible(name) ? name : "";
    }

    /// <summary>Whether a text holds nothing that a log, a terminal or a database would stumble over.</summary>
    public static bool IsPlain(string text) =>
        text.EnumerateRunes().All(rune => rune != Rune.ReplacementChar && CategoryOf(rune) is not (
            UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator));

    private static bool IsShowable(string name) => name.EnumerateRunes().All(IsShowable);

    // A half of a surrogate pair is enumerated as the replacement character.
    private static bool IsShowable(Rune rune) => rune != Rune.ReplacementChar && CategoryOf(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
        UnicodeCategory.Format => rune.Value is ZeroWidthJoiner or ZeroWidthNonJoiner,
        _ => true,
    };

    private static bool IsVisible(string name) => name.EnumerateRunes().Any(rune =>
        Rune.IsLetterOrDigit(rune) || Rune.IsPunctuation(rune) || Rune.IsSymbol(rune) || Rune.IsNumber(rune));

    private static UnicodeCategory CategoryOf(Rune rune) => Rune.GetUnicodeCategory(rune);
}
