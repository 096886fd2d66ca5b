using CsCheck;
using SignalRChat.ClientConsole.Output;
using Spectre.Console;

namespace SignalRChat.Tests.ClientConsole;

public sealed class ScreenTests : IDisposable
{
    private const string ClearRow = "\r\e[K";

    private readonly StringWriter _terminal = new();
    private readonly Screen _screen;
    private int _width = 40;

    public ScreenTests() => _screen = new(
        AnsiConsole.Create(new()
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(_terminal),
        }),
        () => _width);

    public void Dispose() => _terminal.Dispose();

    [Fact]
    public void A_line_that_comes_in_is_written_above_the_one_being_typed()
    {
        _screen.SetPrompt("[#lobby] > ");
        _screen.SetLine("half a sent", "half a");
        _terminal.GetStringBuilder().Clear();

        _screen.Message("12:00 bob  hello");

        Assert.Equal(
            $"{ClearRow}12:00 bob  hello\n{ClearRow}[#lobby] > half a sent\r\e[17C",
            _terminal.ToString().Replace("\r\n", "\n", StringComparison.Ordinal));
    }

    [Fact]
    public void A_row_that_a_narrower_terminal_has_broken_is_erased_whole()
    {
        _screen.SetPrompt("> ");
        _screen.SetLine("0123456789012345678901234567890", "0123456789012345678901234567890");
        _terminal.GetStringBuilder().Clear();
        _width = 10;

        _screen.SetLine("01", "01");

        Assert.Equal($"\e[3A{ClearRow}\e[1B\e[K\e[1B\e[K\e[1B\e[K\e[3A> 01\r\e[4C", _terminal.ToString());
    }

    [Fact]
    public void Without_colours_no_colour_is_written()
    {
        _screen.Error("wrong");
        _screen.State("so it is");

        Assert.DoesNotContain("\e[3", _terminal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_closed_screen_leaves_no_prompt_behind()
    {
        _screen.SetPrompt("> ");
        _screen.Close();
        _terminal.GetStringBuilder().Clear();

        _screen.Message("the last line");

        Assert.Equal($"{ClearRow}the last line\n", _terminal.ToString().Replace("\r\n", "\n", StringComparison.Ordinal));
    }

    [Fact]
    public void Whatever_is_typed_the_row_fits_and_the_cursor_is_in_it() =>
        Gen.Select(Gen.String[Gen.Char["ab 漢é"], 0, 80], Gen.Int[0, 80], Gen.Int[10, 60]).Sample((text, at, width) =>
        {
            var row = PromptRow.Fit("[#lobby connected] > ", text, text[..Math.Min(at, text.Length)], width);

            Assert.InRange(row.Text.GetCellWidth(), 0, width - 1);
            Assert.InRange(row.Column, 0, width - 1);
        });

    [Fact]
    public void A_long_line_slides_so_that_the_cursor_is_seen()
    {
        var row = PromptRow.Fit("> ", "0123456789", "01234567", 8);

        Assert.Equal(("> 34567", 7), (row.Text, row.Column));
    }
}
