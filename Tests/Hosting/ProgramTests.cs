using System.Globalization;
using System.Text.Json;
using SignalRChat.Hosting;

namespace SignalRChat.Tests.Hosting;

/// <summary>The server's program as a process: its arguments, and the format of its log.</summary>
public sealed class ProgramTests : IDisposable
{
    private readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    // Regression: both started the server.
    [Theory]
    [InlineData("--help", "Chat:Limits:TextLength = 4000")]
    [InlineData("-h", "Authentication:Schemes:Bearer:ValidAudiences:<entry>")]
    [InlineData("--version", "SignalRChat ")]
    public void Help_and_version_are_printed(string argument, string text)
    {
        var (code, said) = Run(argument);

        Assert.Equal(0, code);
        Assert.Contains(text, said, StringComparison.Ordinal);
        Assert.DoesNotContain("listening", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--url|http://127.0.0.1:0", "'--url' on the command line is not a setting; the nearest one is --urls.")]
    [InlineData("--contentRoot|/nowhere", "contentRoot is not a folder: /nowhere/")]
    [InlineData("--contentRoot|{folder}", "Failed to load configuration from file '{folder}/appsettings.json'.")]
    public async Task Arguments_that_are_wrong_stop_the_start_with_one_sentence(string args, string sentence)
    {
        await File.WriteAllTextAsync(_folder.File("appsettings.json"), "{ \"Chat\": ");

        var (code, said) = Run(args.Replace("{folder}", _folder, StringComparison.Ordinal).Split('|'));

        Assert.Equal(78, code);
        Assert.StartsWith(sentence.Replace("{folder}", _folder, StringComparison.Ordinal), said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_of_the_log_begins_with_its_time()
    {
        await using var server = await ServerProcess.StartNewAsync(_folder);

        var line = server.Output.Split('\n').First(line => line.Contains("SignalRChat.", StringComparison.Ordinal));

        AssertNow(line.Split(' ')[0]);
        Assert.Contains($"Starting SignalRChat {ProductVersion.Text} in environment Development.", server.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_of_the_log_is_JSON_in_Production()
    {
        await using var server = await ServerProcess.StartNewAsync(_folder, Production());

        var lines = server.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .ToList();

        Assert.All(lines, line => AssertNow(line.GetProperty("Timestamp").GetString()!));
        var start = $"Starting SignalRChat {ProductVersion.Text} in environment Production.";
        Assert.Contains(lines, line => line.GetProperty("Message").GetString() == start);
    }

    [Fact]
    public async Task The_form_of_the_log_is_the_operators_choice()
    {
        await using var server = await ServerProcess.StartNewAsync(
            _folder,
            new Dictionary<string, string>(Production())
            {
                ["Logging:Console:FormatterName"] = "simple",
                ["Logging:Console:FormatterOptions:TimestampFormat"] = "HH'h '",
            });

        Assert.Matches("(?m)^[0-9]{2}h info: ", server.Output);
    }

    private static Dictionary<string, string> Production() =>
        new() { ["ASPNETCORE_ENVIRONMENT"] = "Production", ["Authentication:Guests:Enabled"] = "true" };

    private static void AssertNow(string text)
    {
        var time = DateTimeOffset.ParseExact(
            text, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

        Assert.InRange(TimeProvider.System.GetUtcNow() - time, TimeSpan.Zero, TimeSpan.FromMinutes(2));
    }

    private static (int Code, string Said) Run(params string[] args) => Tool.Run("dotnet", [ServerProgram.BuiltFile, .. args]);
}
