using SignalRChat.Common;

namespace SignalRChat.Tests.Common;

public sealed class DisplayNameTests
{
    [Theory]
    [InlineData("\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645")] // Persian: a word in two parts
    [InlineData("\u0647\u200D")] // Arabic: the form of an abbreviation
    [InlineData("\u0915\u094D\u200D\u0937")] // Devanagari: a half form
    [InlineData("\u0915\u094D\u200C\u0937")] // Devanagari: a visible virama
    [InlineData("\u09B0\u200D\u09CD\u09AF")] // Bengali: ra with ya-phalaa
    [InlineData("\u0DC1\u0DCA\u200D\u0DBB\u0DD3")] // Sinhala: sri
    [InlineData("\U0001F469\U0001F3FD\u200D\U0001F680")]
    [InlineData("\U0001F3F3\uFE0F\u200D\U0001F308")]
    [InlineData("\U0001F468\u200D\U0001F469\u200D\U0001F467")]
    [InlineData("1\uFE0F\u20E3")]
    [InlineData("\u203C\uFE0F\u2194\uFE0E\u2139\uFE0F")]
    [InlineData("\u845B\U000E0100\u57CE")] // a variant of a Japanese family name
    [InlineData("\u1826\u180B")] // Mongolian
    public void Joiners_that_a_script_or_an_emoji_needs_stay(string name) => Assert.Equal(name, DisplayName.Parse(name, out _));

    [Theory]
    [InlineData("ali\u200Dce")]
    [InlineData("ali\u200Cce")]
    [InlineData("ali\uFE0Fce")]
    [InlineData("ali\uFE0Ece\u200D")]
    [InlineData("\u200Calice")]
    [InlineData("alice\U000E0101")]
    [InlineData("ali\u180Bce")]
    [InlineData("a\u200D\u200C\uFE0Flice")]
    public void Others_are_removed(string name) => Assert.Equal("alice", DisplayName.Parse(name, out _));

    [Theory]
    [InlineData("\u062F\u200C\u0627", "\u062F\u0627")] // these two never join
    [InlineData("\u0628\u200D\u0627", "\u0628\u0627")] // these two join anyway
    [InlineData("\u2764\uFE0F\uFE0F", "\u2764\uFE0F")]
    [InlineData("1\uFE0F2", "12")]
    [InlineData("\U0001F469\u200D!", "\U0001F469!")]
    [InlineData("\u1112\u1161\u11AB", "\uD55C")] // Hangul in NFC
    [InlineData("\u00A0Mary\u2003\u3000 Ann  Lee ", "Mary Ann Lee")]
    public void Nor_does_one_stay_where_it_changes_nothing(string name, string shown) =>
        Assert.Equal(shown, DisplayName.Parse(name, out _));

    [Theory]
    [InlineData("\u3164")]
    [InlineData("\u2800\u2800")]
    [InlineData("\u115F\u1160")]
    [InlineData("\u200B")]
    [InlineData("\uFEFF \t")]
    [InlineData("\u202E\u2066")]
    [InlineData("\a\u0001")]
    [InlineData("\u2028\u00A0\u3000")]
    [InlineData("\uFE0F\U000E0041\uFFF9")]
    [InlineData("")]
    public void A_text_without_ink_shows_nothing(string text) => Assert.False(VisibleText.ShowsSomething(text));

    [Theory]
    [InlineData(".")]
    [InlineData("\u200B.")]
    [InlineData("\u0301")]
    [InlineData("\U0001F3F4\U000E0067")]
    [InlineData("\uFFFC")]
    public void A_text_with_any_shows_something(string text) => Assert.True(VisibleText.ShowsSomething(text));
}
