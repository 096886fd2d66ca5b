using System.Text.RegularExpressions;
using SignalRChat.Tests.Architecture;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Client.Samples;

public sealed partial class ClientDocumentTests
{
    private static readonly string[] _samples = SourceTree.Read("Tests/Client/Samples/ClientSamples.cs").Split('\n');

    public static TheoryData<string> Blocks =>
        new(Block().Matches(SourceTree.Read("docs/client.md")).Select(match => match.Groups[1].Value));

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Every_sample_of_the_page_is_one_that_compiles(string block)
    {
        var lines = block.TrimEnd().Split('\n');

        Assert.Contains(Enumerable.Range(0, _samples.Length - lines.Length), at => IsAt(at, lines));
    }

    [Fact]
    public async Task The_first_sample_does_what_the_page_says()
    {
        using var server = new ChatServer();
        var shown = new List<string>();

        var token = (await server.GuestAsync("alice")).AccessToken;
        await ClientSamples.FirstAsync(server.Url, token, shown.Add).WaitAsync(TimeSpan.FromSeconds(20));

        Assert.Equal("--- lobby: the newest 0 messages", shown[0]);
        await using var bob = await server.ConnectAsync("bob");
        Assert.Equal("Hello", (await bob.JoinAsync("lobby")).Update.Messages.Single().Text);
    }

    /// <summary>Compares line by line, without the common indentation.</summary>
    private static bool IsAt(int at, string[] lines)
    {
        var indent = _samples[at].Length - _samples[at].TrimStart().Length;
        return lines.Index().All(line => _samples[at + line.Index] == (line.Item.Length > 0 ? new string(' ', indent) + line.Item : ""));
    }

    [GeneratedRegex(@"(?ms)^```csharp\n(.*?)^```$")]
    private static partial Regex Block();
}
