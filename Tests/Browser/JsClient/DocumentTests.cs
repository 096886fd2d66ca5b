using System.Text.RegularExpressions;
using SignalRChat.BrowserTests.Support;

namespace SignalRChat.BrowserTests.JsClient;

/// <summary>Runs the samples of docs/js-client.md unchanged, each in a separate page.</summary>
public sealed partial class DocumentTests(BrowserFixture fixture) : ClientTabTest(fixture)
{
    [BrowserFact]
    public async Task The_samples_of_the_document_do_what_they_say()
    {
        var document = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "js-client.md"));
        var samples = Sample().Matches(document).Select(match => match.Groups["code"].Value).ToArray();
        string[] expected =
        [
            "alice: Hello | stored as number 1",
            "0 unread",
            "kept on disk: true",
            "",
        ];
        Assert.Equal(expected.Length, samples.Length);

        for (var i = 0; i < samples.Length; i++)
        {
            var lines = expected[i].Split(" | ", StringSplitOptions.RemoveEmptyEntries);
            var said = await RunAsync(samples[i], lines);
            Assert.DoesNotContain(said, text => text.StartsWith("error", StringComparison.Ordinal));
        }

        var bob = await TabAsync(await BrowserAsync());
        await bob.RunAsync("bob");
        await bob.SeesAsync("Hello", "Hello", "Kept until it is sent", "Stored with its cursor");
    }

    /// <summary>Waits for these lines and returns the output. A message may arrive after the answer to its sender.</summary>
    private async Task<IReadOnlyList<string>> RunAsync(string sample, string[] lines)
    {
        var tab = await TabAsync(await BrowserAsync());
        var said = new List<string>();
        tab.Page.Console += (_, message) =>
        {
            lock (said)
                said.Add(message.Text);
        };
        // The page accepts only scripts of its server, so the sample is served there.
        await tab.Page.RouteAsync("**/js/sample.js", route => route.FulfillAsync(new() { ContentType = "text/javascript", Body = sample }));
        await tab.Page.EvaluateAsync("async () => { await import('/js/sample.js'); }");
        foreach (var line in lines)
        {
            await Eventually.TrueAsync(
                () => Said().Exists(text => text.EndsWith(line, StringComparison.Ordinal)), $"The sample says '{line}'");
        }
        await tab.Page.EvaluateAsync("() => new Promise((done) => setTimeout(done))");
        return Said();

        List<string> Said()
        {
            lock (said)
                return [.. said];
        }
    }

    [GeneratedRegex("^```js\n(?<code>.*?)^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Sample();
}
