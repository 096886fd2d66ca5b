using System.Text;
using ADRaffy.ENSNormalize;

namespace SignalRChat.Common;

/// <summary>
/// The rules of a name that others see. It has one form: NFC, single spaces, and no joiners without an effect. Control characters are
/// rejected, and so are characters that turn or hide the text around them: bidirectional overrides, line separators, invisible characters.
/// </summary>
internal static class DisplayName
{
    private const int Longest = ChatLimits.DisplayNameLength;

    /// <summary>Returns the name as it will be shown, or null and the reason as a sentence.</summary>
    public static string? Parse(string? text, out string problem)
    {
        var name = IsShowable(text ?? "") ? InOneForm(text ?? "") : null;
        problem = name switch
        {
            null => "The name contains control or invisible characters.",
            { Length: 0 or > Longest } => $"The name has {name.Length} characters; expected 1 to {Longest}.",
            _ when !ShowsSomething(name) => "The name has no visible character.",
            _ => "",
        };
        return problem.Length == 0 ? name : null;
    }

    /// <summary>
    /// A name from an issuer, which does not know this server's limit: cut if it is too long, and empty when it is no name.
    /// </summary>
    public static string Cut(string text)
    {
        var name = IsShowable(text) ? Begin(InOneForm(text)) : "";
        return ShowsSomething(name) ? name : "";
    }

    /// <summary>The part of a text that can be shown, if the text was not chosen as a name; empty when there is none.</summary>
    public static string From(string text) => Cut(string.Concat(text.EnumerateRunes().Where(IsShowable)));

    /// <summary>Whether a text is free of characters that a log, a terminal or a database cannot handle.</summary>
    public static bool IsPlain(string text) =>
        text.EnumerateRunes().All(rune => rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune) is not (
            UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator));

    // Joiners are removed first: one between a letter and its accent would keep them apart. The framework's own Normalize does nothing
    // without ICU. White space becomes one space: a page shows every run of it so, and the many kinds of space look the same.
    private static string InOneForm(string name)
    {
        var composed = Ascii.IsValid(name) ? name : ENSNormalize.NF.NFC(Joiners.RemoveNeedless(name));
        return string.Join(' ', composed.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>As much as may be shown, in whole characters as a reader counts them.</summary>
    private static string Begin(string name)
    {
        var length = 0;
        while (length < name.Length && length + StringInfo.GetNextTextElementLength(name, length) is var next and <= Longest)
            length = next;
        return name[..length].TrimEnd();
    }

    private static bool IsShowable(string name) => name.EnumerateRunes().All(IsShowable);

    // A half of a surrogate pair is enumerated as the replacement character.
    private static bool IsShowable(Rune rune) => rune != Rune.ReplacementChar && (Joiners.Has(rune) || (!VisibleText.IsInvisible(rune)
        && Rune.GetUnicodeCategory(rune) is not (
            UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Format)));

    private static bool ShowsSomething(string name) => name.EnumerateRunes().Any(rune => !VisibleText.IsInvisible(rune)
        && (Rune.IsLetterOrDigit(rune) || Rune.IsPunctuation(rune) || Rune.IsSymbol(rune) || Rune.IsNumber(rune)));
}
