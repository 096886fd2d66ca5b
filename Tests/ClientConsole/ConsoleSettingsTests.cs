using System.CommandLine;
using SignalRChat.Client;
using SignalRChat.ClientConsole;
using SignalRChat.ClientConsole.Settings;
using SignalRChat.ClientConsole.Soak;

namespace SignalRChat.Tests.ClientConsole;

public sealed class ConsoleSettingsTests : IDisposable
{
    private readonly TempDirectory _folder = new();
    private readonly Dictionary<string, string> _environment = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_typed_counts_before_the_environment_and_that_before_the_files()
    {
        Write(
            "program",
            """{ "url": "http://program", "room": "program", "name": "program", "protocol": "messagepack" }"""
            + " // the one beside the program");
        Write("user", """{ "url": "http://user", "room": "user", "connectTimeout": 2.5, "noColor": true, }""");
        _environment["CHAT_URL"] = "http://environment";

        var settings = Parse("--room", "#typed");

        Assert.Equal(new("http://environment"), settings.Url);
        Assert.Equal(("typed", "program", ChatProtocol.MessagePack), (settings.Room, settings.Name, settings.Protocol));
        Assert.Equal((TimeSpan.FromSeconds(2.5), true), (settings.ConnectTimeout, settings.NoColor));
    }

    [Fact]
    public void Without_anything_the_defaults_count()
    {
        var settings = Parse();

        Assert.Equal(
            (new Uri("http://127.0.0.1:5000"), "lobby", "guest", ChatProtocol.Json),
            (settings.Url, settings.Room, settings.Name, settings.Protocol));
        Assert.Equal((null, false, false, false), (settings.Token, settings.IsJson, settings.NoColor, settings.IsVerbose));
    }

    [Theory]
    [InlineData("NO_COLOR", "1")]
    [InlineData("NO_COLOR", "0")]
    public void Any_NO_COLOR_takes_the_colours_away(string name, string value)
    {
        _environment[name] = value;

        Assert.True(Parse().NoColor);
    }

    [Theory]
    [InlineData("""{ "uri": "http://x" }""", "has 'uri'; expected one of url, token")]
    [InlineData("""{ "url": ["http://x"] }""", "has a 'url' that is not a text")]
    [InlineData("""{ "url": "x" }""", "is 'x'; expected an address as http://127.0.0.1:5000.")]
    [InlineData("""{ "protocol": "xml" }""", "is 'xml'; expected json or messagepack.")]
    [InlineData("""{ "noColor": "yes" }""", "is 'yes'; expected true or false.")]
    [InlineData("""{ "connectTimeout": 0 }""", "is '0'; expected seconds, above 0 to 86,400.")]
    [InlineData("""[ 1 ]""", "is not a JSON object")]
    [InlineData("""{ """, "is not a JSON object")]
    public void A_file_that_makes_no_sense_is_refused_in_a_sentence_that_names_it(string text, string sentence)
    {
        Write("user", text);

        var refused = Assert.Throws<UsageException>(() => Parse());

        Assert.Contains(sentence, refused.Message, StringComparison.Ordinal);
        Assert.Contains("user", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_variable_that_makes_no_sense_is_refused_by_its_name()
    {
        _environment["CHAT_URL"] = "nonsense";

        Assert.Equal(
            "CHAT_URL is 'nonsense'; expected an address as http://127.0.0.1:5000.",
            Assert.Throws<UsageException>(() => Parse()).Message);
    }

    [Theory]
    [InlineData("tail", "--count", "0")]
    [InlineData("tail", "--wait-for", "(")]
    [InlineData("tail", "--timeout", "1")]
    [InlineData("tail", "--count", "1", "--timeout", "0")]
    [InlineData("tail", "--after", "-1")]
    [InlineData("--connect-timeout", "0")]
    [InlineData("--output", "xml")]
    [InlineData("soak", "--rooms", "11")]
    [InlineData("soak", "--rate", "0")]
    [InlineData("soak", "--text-length", "5000")]
    [InlineData("send", "--surplus")]
    public void A_value_out_of_its_range_is_refused(params string[] arguments) =>
        Assert.Throws<UsageException>(() => Parse(arguments));

    [Fact]
    public void Text_that_begins_with_a_hyphen_goes_behind_two() => Assert.Equal("--surplus", Run("send", "--", "--surplus").Text);

    [Fact]
    public void The_file_beside_the_program_is_there_and_valid()
    {
        var beside = Path.Combine(Path.GetDirectoryName(ConsoleProcess.Program)!, SettingsFile.Name);

        Assert.Equal("lobby", SettingsFile.Read(beside, SettingSources.Keys)["room"]);
        Assert.False(File.Exists(Path.Combine(Path.GetDirectoryName(beside)!, "appsettings.json")));
    }

    private ConsoleSettings Parse(params string[] arguments) => Run(arguments).Settings!;

    private Recorder Run(params string[] arguments)
    {
        var runs = new Recorder();
        var files = SettingsFile.Places(Path.Combine(_folder, "program"), Path.Combine(_folder, "user")).ToArray();
        var commandLine = new ConsoleCommandLine(name => _environment.GetValueOrDefault(name), files, guestFolder: null, runs);
        commandLine.Parse(arguments).Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        return runs;
    }

    private void Write(string place, string text)
    {
        var folder = place == "user" ? Path.Combine(_folder, place, "signalrchat") : Path.Combine(_folder, place);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, SettingsFile.Name), text);
    }

    private sealed class Recorder : IConsoleRuns
    {
        public ConsoleSettings? Settings { get; private set; }

        public string? Text { get; private set; }

        public Task<int> TalkAsync(ConsoleSettings settings, CancellationToken cancellationToken) => Keep(settings);

        public Task<int> SendAsync(ConsoleSettings settings, string? text, CancellationToken cancellationToken) => Keep(settings, text);

        public Task<int> TailAsync(ConsoleSettings settings, IReadOnlyList<string> rooms, CancellationToken cancellationToken) =>
            Keep(settings);

        public Task<int> SoakAsync(ConsoleSettings settings, SoakPlan plan, CancellationToken cancellationToken) => Keep(settings);

        private Task<int> Keep(ConsoleSettings settings, string? text = null)
        {
            (Settings, Text) = (settings, text);
            return Task.FromResult(0);
        }
    }
}
