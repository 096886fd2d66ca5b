using System.Text.Json;
using SignalRChat.BrowserTests.Support;
using static Microsoft.Playwright.Assertions;

namespace SignalRChat.BrowserTests.JsClient;

/// <summary>
/// Regression: the client imported SignalR for its global object. A bundler made a module of SignalR, which then set no global
/// object. The client retried without end to connect with a missing object. TypeScript found no types (TS7016).
/// </summary>
[Collection(BrowserFixture.SecondCollection)]
public sealed class BundlerTests(BrowserFixture fixture, BundledApps apps) : IClassFixture<BundledApps>
{
    [BrowserTheory]
    [InlineData("vite")]
    [InlineData("esbuild")]
    [InlineData("rollup")]
    public async Task A_bundled_typescript_app_connects_and_sends(string bundler)
    {
        foreach (var protocol in (string[])["json", "messagepack"])
        {
            var context = await fixture.Browser.NewContextAsync();
            var page = await context.NewPageAsync();
            var errors = new List<string>();
            page.PageError += (_, error) => errors.Add(error);
            await page.GotoAsync(apps.Address(bundler, protocol).ToString());

            await Expect(page.Locator("body")).ToHaveAttributeAsync("data-outcome", "owner, stored as number 1");
            Assert.Empty(errors);
            // The client leaves nothing on the page's global object.
            Assert.Equal("undefined", await page.EvaluateAsync<string>("typeof globalThis.signalR"));
            await context.CloseAsync();
        }
    }

    [Fact]
    public async Task The_lock_file_names_no_registry()
    {
        foreach (var file in Directory.EnumerateFiles(Repository.Root, "package-lock.json", SearchOption.AllDirectories))
        {
            var parts = Path.GetRelativePath(Repository.Root, file).Split(Path.DirectorySeparatorChar);
            if (parts.Any(part => part is "artifacts" or "node_modules"))
                continue;
            using var document = JsonDocument.Parse(await File.ReadAllTextAsync(file));
            foreach (var package in document.RootElement.GetProperty("packages").EnumerateObject())
            {
                Assert.False(
                    package.Value.TryGetProperty("resolved", out var host),
                    $"{file}: {package.Name} is bound to {host}; npm install --omit-lockfile-registry-resolved.");
            }
        }
    }
}
