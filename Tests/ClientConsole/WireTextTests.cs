using CsCheck;
using SignalRChat.ClientConsole.Output;
using SignalRChat.Contracts;
using Spectre.Console;

namespace SignalRChat.Tests.ClientConsole;

public sealed class WireTextTests
{
    [Theory]
    [InlineData("\e[2Jgone", "[2Jgone")]
    [InlineData("a\u009b31mb", "a31mb")]
    [InlineData("bell\a\b\u007f", "bell")]
    [InlineData("a\tb", "a b")]
    [InlineData("user\u202etxt.exe", "usertxt.exe")]
    [InlineData("one\r\ntwo\u2028three", "one two three")]
    public void Nothing_that_steers_a_terminal_stays_in_a_line(string wire, string shown) => Assert.Equal(shown, WireText.Line(wire));

    [Fact]
    public void Half_a_surrogate_pair_does_not_reach_the_terminal() =>
        Assert.Equal("\ud83d\ude00 stays, half \ufffd does not", WireText.Line("\ud83d\ude00 stays, half \ud83d does not"));

    [Fact]
    public void Line_breaks_stay_where_they_are_asked_for() => Assert.Equal("one\ntwo", WireText.Lines("one\r\ntwo"));

    [Fact]
    public void No_text_whatever_lets_a_control_character_through() => Gen.String.Sample(text =>
        Assert.DoesNotContain(WireText.Lines(text), unit => char.IsControl(unit) && unit != '\n'));

    [Fact]
    public void A_message_cannot_bring_markup_or_write_a_line_of_its_own()
    {
        var message = new ChatMessage { UserId = "u", Name = "[red]eve", Text = "[bold]x[/]\n12:00 alice  I owe eve 5", PostedAt = 0 };

        var shown = Markup.Remove(new MessageLines(TimeProvider.System).Format(message, "lob[by", isOwn: false));

        Assert.Contains("#lob[by [red]eve  [bold]x[/]\n        12:00 alice", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_deleted_message_shows_no_text_and_an_edited_one_says_so()
    {
        var lines = new MessageLines(TimeProvider.System);
        var deleted = lines.Format(new() { Name = "bob", DeletedAt = 1 }, null, isOwn: false);
        var edited = lines.Format(new() { Name = "bob", Text = "x", EditedAt = 1 }, null, isOwn: true);
        Assert.EndsWith("(deleted)", Markup.Remove(deleted), StringComparison.Ordinal);
        Assert.EndsWith("bob*  x (edited)", Markup.Remove(edited), StringComparison.Ordinal);
    }
}
