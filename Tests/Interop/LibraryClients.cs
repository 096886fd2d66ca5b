using System.Diagnostics;
using System.Text.Json;

namespace SignalRChat.Tests.Interop;

/// <summary>The programs of <c>Tests/Interop/clients</c>, made ready to run: with Node's library installed and the Go one built.</summary>
public sealed class LibraryClients : IAsyncLifetime, IDisposable
{
    public const string Python = "websockets";
    public const string Node = "ws";
    public const string Go = "gorilla";

    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(120);
    private static readonly string _sources = Path.Combine(RepositoryRoot.Path, "Tests", "Interop", "clients");
    private readonly TempDirectory _folder = new();

    public async Task InitializeAsync() => await Task.WhenAll(InstallNodeAsync(), BuildGoAsync());

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _folder.Dispose();

    /// <summary>Starts a program that does one thing, as the client's documentation says (<c>clients/README.md</c>).</summary>
    internal Process Start(string library, Uri address, string room, string what, string token)
    {
        string[] program = library switch
        {
            // Debian's, which has the library.
            Python => [File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3", Path.Combine(_sources, "python", "client.py")],
            Node => ["node", _folder.File("client.mjs")],
            _ => [_folder.File("client")],
        };
        var start = new ProcessStartInfo(program[0], [.. program[1..], $"{address}", room, what])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["CHAT_TOKEN"] = token, ["PYTHONIOENCODING"] = "utf-8" },
        };
        return Process.Start(start)!;
    }

    /// <summary>Returns what a started program has seen.</summary>
    internal static async Task<JsonElement> ReadAsync(Process program)
    {
        using var guard = new ProcessGuard(program.Id);
        var error = program.StandardError.ReadToEndAsync();
        var line = await program.StandardOutput.ReadLineAsync().WaitAsync(_deadline);
        return line is null ? throw new InvalidOperationException(await error) : JsonDocument.Parse(line).RootElement;
    }

    private async Task InstallNodeAsync()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(_sources, "node")))
            File.Copy(file, _folder.File(Path.GetFileName(file)));
        await RunAsync(new("npm", ["ci", "--no-audit", "--no-fund"]) { WorkingDirectory = _folder.Path });
    }

    private Task BuildGoAsync() =>
        RunAsync(new("go", ["build", "-o", _folder.File("client"), "client.go"])
        {
            WorkingDirectory = Path.Combine(_sources, "go"),

            // The library is Debian's as well, so nothing is downloaded.
            Environment = { ["GO111MODULE"] = "off", ["GOPATH"] = "/usr/share/gocode", ["GOCACHE"] = _folder.File("cache") },
        });

    private static async Task RunAsync(ProcessStartInfo start)
    {
        var end = await Tool.RunAsync(start, _deadline);
        Assert.True(end.Code == 0, end.Said);
    }
}
