using SignalRChat.ClientConsole.Editing;
using SignalRChat.ClientConsole.Input;

namespace SignalRChat.Tests.ClientConsole;

public sealed class LineEditorTests
{
    private readonly LineEditor _editor = new(new Completer(
        () => ["garden", "garage", "lobby"], () => ["Alice", "alan", "bob", "Mary Ann", "Jos\u00E9"]).Complete);

    [Fact]
    public void Typed_keys_come_together_to_a_line()
    {
        Type("hello");

        Assert.Equal(new(EditorEvent.Entered, "hello"), Press(ConsoleKey.Enter));
        Assert.Equal("", _editor.Text);
    }

    [Fact]
    public void The_cursor_moves_and_typing_inserts_there()
    {
        Type("helo");
        Press(ConsoleKey.LeftArrow);
        Type("l");
        Press(ConsoleKey.Home);
        Type(">");
        Press(ConsoleKey.End);
        Type("!");

        Assert.Equal(">hello!", _editor.Text);
    }

    [Fact]
    public void Backspace_and_Delete_take_what_the_eye_takes_for_one_character()
    {
        Type("a👩‍👩‍👧é");
        Press(ConsoleKey.Backspace);
        Press(ConsoleKey.LeftArrow);
        Assert.Equal("a", _editor.BeforeCursor);
        Press(ConsoleKey.Delete);
        Press(ConsoleKey.Delete);

        Assert.Equal("a", _editor.Text);
    }

    [Theory]
    [InlineData(ConsoleKey.U, " three")]
    [InlineData(ConsoleKey.K, "one two")]
    [InlineData(ConsoleKey.W, "one  three")]
    [InlineData(ConsoleKey.A, "|one two three")]
    [InlineData(ConsoleKey.E, "one two three|")]
    [InlineData(ConsoleKey.H, "one tw three")]
    public void Control_keys_do_what_a_shell_does(ConsoleKey key, string expected)
    {
        Type("one two three");
        for (var i = 0; i < 6; i++)
            Press(ConsoleKey.LeftArrow);

        Control(key);
        if (expected.Contains('|', StringComparison.Ordinal))
            Type("|");

        Assert.Equal(expected, _editor.Text);
    }

    [Fact]
    public void Up_and_Down_recall_lines_and_give_the_draft_back()
    {
        Type("first");
        Press(ConsoleKey.Enter);
        Type("second");
        Press(ConsoleKey.Enter);
        Type("draft");

        Assert.Equal("second", Recall(ConsoleKey.UpArrow));
        Assert.Equal("first", Recall(ConsoleKey.UpArrow));
        Assert.Equal("first", Recall(ConsoleKey.UpArrow));
        Assert.Equal("second", Recall(ConsoleKey.DownArrow));
        Assert.Equal("draft", Recall(ConsoleKey.DownArrow));
        Assert.Equal("draft", Recall(ConsoleKey.DownArrow));
    }

    [Fact]
    public void Ctrl_C_clears_the_line_and_the_second_in_a_row_quits()
    {
        Type("never mind");
        Assert.Equal(EditorEvent.Interrupted, Control(ConsoleKey.C).Event);
        Assert.Equal("", _editor.Text);
        Type("x");
        Assert.Equal(EditorEvent.Interrupted, Control(ConsoleKey.C).Event);
        Assert.Equal(EditorEvent.Quit, Control(ConsoleKey.C).Event);
    }

    [Fact]
    public void Ctrl_D_ends_only_an_empty_line()
    {
        Type("a");
        Assert.Equal(EditorEvent.Changed, Control(ConsoleKey.D).Event);
        Press(ConsoleKey.Backspace);
        Assert.Equal(EditorEvent.EndOfInput, Control(ConsoleKey.D).Event);
    }

    [Fact]
    public void Keys_without_a_meaning_type_nothing()
    {
        Press(ConsoleKey.F5);
        Press(ConsoleKey.Escape, '\e');
        Press(ConsoleKey.Tab, '\t');
        Control(ConsoleKey.Z, '\u001a');

        Assert.Equal("", _editor.Text);
    }

    [Theory]
    [InlineData("/hi", "/history ")]
    [InlineData("/HI", "/history ")]
    [InlineData("/join l", "/join lobby ")]
    [InlineData("/join g", "/join gar")]
    [InlineData("see #lo", "see #lobby ")]
    [InlineData("hello @b", "hello @bob ")]
    [InlineData("/kick B", "/kick bob ")]
    [InlineData("/ban m", "/ban Mary Ann ")]
    [InlineData("/unban @b", "/unban @bob ")]
    [InlineData("/kick JOSE\u0301", "/kick Jos\u00E9 ")]
    [InlineData("/role b", "/role bob ")]
    [InlineData("/role Mary Ann mo", "/role Mary Ann moderator ")]
    [InlineData("/kick bob mo", "/kick bob mo")]
    [InlineData("@al", "@al")]
    [InlineData("@M", "@M")]
    [InlineData("//hi", "//hi")]
    [InlineData("say /hi", "say /hi")]
    [InlineData("lob", "lob")]
    [InlineData("", "")]
    public void Tab_completes_what_is_certain(string typed, string expected)
    {
        Type(typed);
        Press(ConsoleKey.Tab, '\t');

        Assert.Equal(expected, _editor.Text);
    }

    [Fact]
    public void Tab_lists_the_choices_if_nothing_is_certain()
    {
        Type("hello @al there");
        for (var i = 0; i < " there".Length; i++)
            Press(ConsoleKey.LeftArrow);

        Assert.Equal(new(EditorEvent.Choices, "@Alice  @alan"), Press(ConsoleKey.Tab, '\t'));
        Assert.Equal("hello @al there", _editor.Text);
    }

    [Fact]
    public void A_character_made_with_AltGr_is_typed()
    {
        _editor.Press(new('@', ConsoleKey.Q, shift: false, alt: true, control: true));

        Assert.Equal("@", _editor.Text);
    }

    private string Recall(ConsoleKey key)
    {
        Press(key);
        return _editor.Text;
    }

    private void Type(string text)
    {
        foreach (var unit in text)
            Press(ConsoleKey.None, unit);
    }

    private EditorResult Press(ConsoleKey key, char typed = '\0') =>
        _editor.Press(new(typed, key, shift: false, alt: false, control: false));

    private EditorResult Control(ConsoleKey key, char typed = '\0') =>
        _editor.Press(new(typed, key, shift: false, alt: false, control: true));
}
