using SignalRChat.BrowserTests.Support;

namespace SignalRChat.BrowserTests.JsClient;

/// <summary>
/// The TypeScript app of <c>Tests/Browser/bundlers</c> with the client's files, copied as for a front end. It is type-checked
/// without <c>allowJs</c>, built with each bundler, and served from an origin other than the chat server's.
/// </summary>
public sealed class BundledApps : IAsyncLifetime
{
    private const string Entry = "app/main.js";

    private readonly string _folder = Directory.CreateTempSubdirectory("signalrchat-").FullName;
    private readonly string _data = Directory.CreateTempSubdirectory("signalrchat-").FullName;
    private ServerProcess? _server;
    private FolderSite? _site;

    internal Uri Address(string bundler, string protocol) =>
        new($"{_site!.Origin}/{bundler}/index.html?server={_server!.Url.GetLeftPart(UriPartial.Authority)}"
            + $"&protocol={protocol}&room={bundler}-{protocol}");

    public async Task InitializeAsync()
    {
        var root = Repository.Root;
        Copy(Path.Combine(root, "Tests", "Browser", "bundlers"), _folder);
        foreach (var part in (string[])["js", "lib"])
            Copy(Path.Combine(root, "wwwroot", part), Path.Combine(_folder, "vendor", part));
        await Command.RunAsync(_folder, "npm", "ci", "--no-audit", "--no-fund");
        await RunAsync("tsc", "-p", "tsconfig.json");
        await Task.WhenAll(
            RunAsync("vite", "build", "app", "--outDir", "../dist/vite", "--base", "./"),
            RunAsync("esbuild", Entry, "--bundle", "--splitting", "--format=esm", "--outdir=dist/esbuild"),
            RunAsync("rollup", Entry, "-d", "dist/rollup", "-f", "es", "--failAfterWarnings"));
        var document = (await File.ReadAllTextAsync(Path.Combine(_folder, "app", "index.html")))
            .Replace("main.ts", "main.js", StringComparison.Ordinal);
        foreach (var bundler in (string[])["esbuild", "rollup"])
            await File.WriteAllTextAsync(Path.Combine(_folder, "dist", bundler, "index.html"), document);

        _site = await FolderSite.StartAsync(Path.Combine(_folder, "dist"));
        _server = await ServerProcess.StartNewAsync(_data, new Dictionary<string, string> { ["Cors:AllowedOrigins:0"] = _site.Origin });
    }

    public async Task DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        if (_site is not null)
            await _site.DisposeAsync();
        Directory.Delete(_data, recursive: true);
        Directory.Delete(_folder, recursive: true);
    }

    private Task<string> RunAsync(string tool, params string[] arguments) =>
        Command.RunAsync(_folder, Path.Combine(_folder, "node_modules", ".bin", tool), arguments);

    private static void Copy(string from, string to)
    {
        var files = Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories);
        foreach (var file in files.Where(file => !file.Contains("node_modules", StringComparison.Ordinal)))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
