using System.Text;
using ADRaffy.ENSNormalize;

namespace SignalRChat.ClientConsole.Input;

/// <summary>
/// The form in which names are compared: keyboards and systems write an accented letter as one character or as two. A name
/// from an older server may be in either form too.
/// </summary>
internal static class NameForm
{
    public static bool Equal(string one, string other) => Of(one).Equals(Of(other), StringComparison.OrdinalIgnoreCase);

    public static bool IsBeginning(string begun, string name, StringComparison comparison) => Of(name).StartsWith(Of(begun), comparison);

    // The framework's Normalize does nothing without ICU. Half of a surrogate pair has one form only.
    private static string Of(string name) =>
        Ascii.IsValid(name) || name.EnumerateRunes().Contains(Rune.ReplacementChar) ? name : ENSNormalize.NF.NFC(name);
}
