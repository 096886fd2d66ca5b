using System.Diagnostics;

namespace SignalRChat.Tests.Interop;

/// <summary>The programs of <c>samples/clients</c>, made ready to run, and a site with the page of the one for browsers.</summary>
public sealed class SampleClients : IAsyncLifetime, IDisposable
{
    /// <summary>The time without a frame after which a client gives its connection up, in seconds.</summary>
    private const string Silence = "4";

    private const string Browser = "browser";
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(120);
    private static readonly string _sources = Path.Combine(RepositoryRoot.Path, "samples", "clients");

    // A build has an output folder for each project, beside that of the tests.
    private static readonly string _dotnet = Path.Combine(
        AppContext.BaseDirectory, "..", "..", "SampleClient", new DirectoryInfo(AppContext.BaseDirectory).Name,
        "SignalRChat.SampleClient.dll");

    private readonly TempDirectory _folder = new();
    private SamplePages? _pages;

    public static IReadOnlyList<string> Libraries { get; } = [Browser, "ws", "python", "go", "dotnet"];

    /// <summary>The site that a server must allow to connect.</summary>
    internal Uri Site => Pages.Url;

    private SamplePages Pages => _pages ?? throw new InvalidOperationException("There is no site yet.");

    public async Task InitializeAsync()
    {
        _pages = await SamplePages.StartAsync(Path.Combine(_sources, Browser));
        await Task.WhenAll(InstallNodeAsync(), BuildGoAsync());
    }

    public async Task DisposeAsync() => await Pages.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    /// <summary>Starts a client of the library, which joins the room of the library's name.</summary>
    internal SampleClient Start(string library, Uri server, string token) => library == Browser
        ? Pages.Open(_folder.File(Guid.NewGuid().ToString("N")), library, server, token, Silence)
        : StartProgram(library, RawUpgrade.Hub(server), token);

    private SampleClient StartProgram(string library, Uri hub, string token)
    {
        string[] program = library switch
        {
            // Debian's, which has the library.
            "python" => [File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3", Path.Combine(_sources, "python", "chat.py")],
            "ws" => ["node", _folder.File("chat.mjs")],
            "dotnet" => ["dotnet", _dotnet],
            _ => [_folder.File("chat")],
        };
        var start = new ProcessStartInfo(program[0], [.. program[1..], $"{hub}", library, Silence]) { RedirectStandardInput = true };
        (start.Environment["CHAT_TOKEN"], start.Environment["PYTHONIOENCODING"]) = (token, "utf-8");
        var client = new SampleClient(library, start);
        client.TypeInto(client.Process.StandardInput.WriteLineAsync);
        client.ReadOutput();
        return client;
    }

    private async Task InstallNodeAsync()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(_sources, "ws")))
            File.Copy(file, _folder.File(Path.GetFileName(file)));
        await RunAsync(new("npm", ["ci", "--no-audit", "--no-fund"]) { WorkingDirectory = _folder.Path });
    }

    private Task BuildGoAsync() =>
        RunAsync(new("go", ["build", "-o", _folder.File("chat"), "chat.go"])
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
