using System.Net;

namespace SignalRChat.Testing;

/// <summary>
/// A real nginx or HAProxy on a free port of this machine, with the shipped configuration and a separate folder for its files.
/// </summary>
internal sealed class ProxyProcess : IAsyncDisposable
{
    public const string Nginx = "nginx";
    public const string HAProxy = "haproxy";

    private readonly TempDirectory _folder = new();
    private readonly string _kind;
    private LoggedProcess? _process;

    private ProxyProcess(string kind) => _kind = kind;

    public Uri Url { get; private set; } = null!;

    /// <summary>The request and error log so far.</summary>
    public string Log => $"{_process?.Said}{Read("access.log")}{Read("error.log")}";

    public static async Task<ProxyProcess> StartAsync(
        string kind, IReadOnlyList<Uri> nodes, TimeSpan? timeout = null, bool affinity = true)
    {
        var proxy = new ProxyProcess(kind);
        try
        {
            await proxy.StartAsync(nodes, timeout, affinity);
            return proxy;
        }
        catch
        {
            await proxy.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _folder.Dispose();
    }

    private async Task StartAsync(IReadOnlyList<Uri> nodes, TimeSpan? timeout, bool affinity)
    {
        var port = FreePort.Find();
        Url = new Uri($"http://127.0.0.1:{port}");
        var file = _folder.File("proxy.conf");
        var text = _kind == Nginx ? ShippedConfig.ForNginx(port, _folder, nodes, timeout) : ShippedConfig.ForHAProxy(port, nodes, timeout);
        await File.WriteAllTextAsync(file, affinity ? text : ShippedConfig.WithoutAffinity(text));
        string[] arguments = _kind == Nginx ? ["-e", _folder.File("error.log"), "-c", file] : ["-db", "-f", file];
        _process = LoggedProcess.Start(_kind, arguments);
        await AnswersAsync();
    }

    private async Task AnswersAsync()
    {
        using var http = new HttpClient { BaseAddress = Url };
        await Eventually.HoldsAsync(async () =>
        {
            if (_process!.HasExited)
                throw new InvalidOperationException($"{_kind} has ended:\n{Log}");
            try
            {
                using var answer = await http.GetAsync("/");
                return answer.StatusCode == HttpStatusCode.OK;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
    }

    private string Read(string name) => File.Exists(_folder.File(name)) ? File.ReadAllText(_folder.File(name)) : "";
}
