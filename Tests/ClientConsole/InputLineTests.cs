using SignalRChat.ClientConsole.Input;

namespace SignalRChat.Tests.ClientConsole;

public sealed class InputLineTests
{
    [Theory]
    [InlineData("hello", "hello")]
    [InlineData("  indented  ", "  indented")]
    [InlineData("//etc/hosts", "/etc/hosts")]
    [InlineData("///", "//")]
    [InlineData("a /join b", "a /join b")]
    public void A_line_is_said(string line, string said) => Assert.Equal(new InputLine.Say(said), InputLine.Parse(line));

    [Theory]
    [InlineData("/join  garden ", "join", "garden")]
    [InlineData("/WHO", "who", "")]
    [InlineData("/me waves  twice", "me", "waves  twice")]
    public void A_command_is_split_from_its_arguments(string line, string name, string arguments) =>
        Assert.Equal(new InputLine.Command(name, arguments), InputLine.Parse(line));

    [Theory]
    [InlineData("/jion garden", "join")]
    [InlineData("/hist", "history")]
    [InlineData("/q", "quit")]
    [InlineData("/exit", "quit")]
    [InlineData("/romos", "rooms")]
    [InlineData("/", "me")]
    public void An_unknown_command_names_the_nearest_and_is_never_said(string line, string nearest) =>
        Assert.Equal(nearest, Assert.IsType<InputLine.Unknown>(InputLine.Parse(line)).Nearest);

    [Theory]
    [InlineData("")]
    [InlineData(" \t ")]
    public void An_empty_line_is_nothing(string line) => Assert.IsType<InputLine.Nothing>(InputLine.Parse(line));

    [Theory]
    [InlineData("", "abc", 3)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("join", "join", 0)]
    public void The_distance_counts_what_has_to_change(string a, string b, int distance)
    {
        Assert.Equal(distance, NearestName.Distance(a, b));
        Assert.Equal(distance, NearestName.Distance(b, a));
    }
}
