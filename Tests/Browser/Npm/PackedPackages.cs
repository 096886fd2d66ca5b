using System.Security.Cryptography;
using System.Text;
using SignalRChat.BrowserTests.Support;

namespace SignalRChat.BrowserTests.Npm;

/// <summary>
/// The npm packages as their users have them: built, packed, and installed from the tarballs in one folder with the tools of
/// <c>js/package-lock.json</c>. The apps of the tests are built there, against a real server with guests and with a backend's users.
/// </summary>
public sealed class PackedPackages : IAsyncLifetime
{
    internal const string Key = "key-of-the-shop-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";

    private readonly string _folder = Directory.CreateTempSubdirectory("signalrchat-").FullName;
    private readonly string _data = Directory.CreateTempSubdirectory("signalrchat-").FullName;
    private ServerProcess? _server;
    private FolderSite? _site;

    /// <summary>The port at which a test serves <c>samples/embed</c>. The server accepts this origin.</summary>
    internal int EmbeddingPort { get; } = FreePort.Find();

    internal ServerProcess Server => _server ?? throw new InvalidOperationException("There is no server.");

    internal string ServerUrl => Server.Url.GetLeftPart(UriPartial.Authority);

    internal string PathOf(params string[] parts) => Path.Combine([_folder, .. parts]);

    /// <summary>An app that was built to <c>dist/NAME</c>, on an origin other than the server's.</summary>
    internal string Address(string app, string query = "") => $"{_site!.Origin}/{app}/index.html?server={ServerUrl}{query}";

    internal Task<string> NodeAsync(params string[] arguments) => Command.RunAsync(_folder, "node", arguments);

    internal Task<string> RunAsync(string tool, params string[] arguments) =>
        Command.RunAsync(_folder, PathOf("node_modules", ".bin", tool), arguments);

    public async Task InitializeAsync()
    {
        CopySources();
        await NpmAsync("ci");
        // The tested tarballs stay there.
        var tarballs = Path.Combine(Repository.Root, "artifacts", "npm");
        await NodeAsync("js/build.mjs", "--pack", tarballs);
        await NpmAsync(["install", "--no-save", "--prefer-offline", .. Directory.GetFiles(tarballs, "*.tgz")]);
        await Task.WhenAll(BuildBundledAppsAsync(), BuildReactAppAsync());
        _site = await FolderSite.StartAsync(PathOf("dist"));
        _server = await ServerProcess.StartNewAsync(_data, new Dictionary<string, string>
        {
            ["Cors:AllowedOrigins:0"] = _site.Origin,
            ["Cors:AllowedOrigins:1"] = $"http://127.0.0.1:{EmbeddingPort}",
            ["Api:Keys:shop:Sha256"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key))),
            ["Api:Keys:shop:Scopes"] = "users,rooms,messages",
            ["Authentication:Schemes:Bearer:ValidAudience"] = "chat",
            ["Authentication:Schemes:Bearer:ValidIssuer"] = "shop",
            ["Authentication:Schemes:Bearer:SigningKeys:0:Issuer"] = "shop",
            ["Authentication:Schemes:Bearer:SigningKeys:0:Value"] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
        });
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

    /// <summary>The folders as in the repository. The tools are above all of them, so that one install serves them all.</summary>
    private void CopySources()
    {
        foreach (var part in (string[])["js", "samples", "wwwroot/js", "wwwroot/lib"])
            Copy(Path.Combine(Repository.Root, part), PathOf(part));
        foreach (var part in (string[])["bundlers", "consumers"])
            Copy(Path.Combine(Repository.Root, "Tests", "Browser", "Npm", part), PathOf(part));
        foreach (var file in (string[])["package.json", "package-lock.json"])
            File.Move(PathOf("js", file), PathOf(file));
        File.Copy(Path.Combine(Repository.Root, "LICENSE"), PathOf("LICENSE"));
        File.Copy(Path.Combine(Repository.Root, "Tests", "Browser", "js", "fakes.mjs"), PathOf("consumers", "fakes.mjs"));

        // One app with copied files, and the same with the package.
        foreach (var part in (string[])["js", "lib"])
            Copy(Path.Combine(Repository.Root, "wwwroot", part), PathOf("bundlers", "vendor", part));
        Copy(PathOf("bundlers", "app"), PathOf("bundlers", "package-app"));
        var main = PathOf("bundlers", "package-app", "main.ts");
        var source = File.ReadAllText(main);
        File.WriteAllText(main, source.Replace("../vendor/js/chat-client.js", "@signalrchat/client", StringComparison.Ordinal));
    }

    private async Task BuildBundledAppsAsync()
    {
        await RunAsync("tsc", "-p", "bundlers/tsconfig.json");
        const string entry = "bundlers/app/main.js";
        await Task.WhenAll(
            RunAsync("vite", "build", "bundlers/app", "--outDir", PathOf("dist", "vite"), "--base", "./"),
            RunAsync("vite", "build", "consumers/worker", "--outDir", PathOf("dist", "worker"), "--base", "./"),
            RunAsync("esbuild", entry, "--bundle", "--splitting", "--format=esm", "--outdir=dist/esbuild"),
            RunAsync("esbuild", "bundlers/package-app/main.ts", "--bundle", "--splitting", "--format=esm", "--outdir=dist/package"),
            RunAsync("rollup", entry, "-d", "dist/rollup", "-f", "es", "--failAfterWarnings"));
        var document = (await File.ReadAllTextAsync(PathOf("bundlers", "app", "index.html")))
            .Replace("main.ts", "main.js", StringComparison.Ordinal);
        foreach (var bundler in (string[])["esbuild", "package", "rollup"])
            await File.WriteAllTextAsync(PathOf("dist", bundler, "index.html"), document);
    }

    /// <summary>In React's development mode, because only there StrictMode mounts twice.</summary>
    private async Task BuildReactAppAsync()
    {
        await RunAsync("tsc", "-p", "samples/react/tsconfig.json");
        var vite = PathOf("node_modules", ".bin", "vite");
        await Command.RunAsync(_folder, "env", "NODE_ENV=development", vite, "build", "samples/react", "--mode", "development");
    }

    private Task<string> NpmAsync(params string[] arguments) =>
        Command.RunAsync(_folder, "npm", [.. arguments, "--no-audit", "--no-fund", "--loglevel=error"]);

    private static void Copy(string from, string to)
    {
        foreach (var file in FilesBelow(new DirectoryInfo(from)))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file.FullName));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            file.CopyTo(copy);
        }
    }

    // Leaves out an earlier build and install in the repository.
    private static IEnumerable<FileInfo> FilesBelow(DirectoryInfo folder) =>
        folder.EnumerateFiles().Concat(
            folder.EnumerateDirectories().Where(below => below.Name is not ("node_modules" or "dist")).SelectMany(FilesBelow));
}
