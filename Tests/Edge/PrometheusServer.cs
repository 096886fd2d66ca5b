using System.Text.Json;
using SignalRChat.Tests.Architecture;

namespace SignalRChat.Tests.Edge;

/// <summary>A real Prometheus on a free port, with the shipped configuration and alerts. It reads one node, each second.</summary>
internal sealed class PrometheusServer : IAsyncDisposable
{
    private const string Nodes = """["node1:9464", "node2:9464", "node3:9464"]""";

    private readonly TempDirectory _folder = new();
    private readonly HttpClient _http = new();
    private LoggedProcess? _process;

    public static async Task<PrometheusServer> StartAsync(Uri node)
    {
        var server = new PrometheusServer();
        try
        {
            await server.RunAsync(node);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>The names of all metrics that it has read.</summary>
    public async Task<HashSet<string>> NamesAsync() =>
        [.. (await AskAsync("label/__name__/values")).EnumerateArray().Select(name => name.GetString()!)];

    /// <summary>Evaluates an expression. Returns the number of series of the result.</summary>
    public async Task<int> CountAsync(string expression) =>
        (await AskAsync($"query?query={Uri.EscapeDataString(expression)}")).GetProperty("result").GetArrayLength();

    /// <summary>The alerts with their health (unknown before the first evaluation) and their state.</summary>
    public async Task<(string Name, string Health, string State)[]> AlertsAsync() =>
    [
        .. from rules in (await AskAsync("rules")).GetProperty("groups").EnumerateArray()
           from rule in rules.GetProperty("rules").EnumerateArray()
           select (Text(rule, "name"), Text(rule, "health"), Text(rule, "state")),
    ];

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _http.Dispose();
        _folder.Dispose();
    }

    private async Task RunAsync(Uri node)
    {
        var port = FreePort.Find();
        _http.BaseAddress = new Uri($"http://127.0.0.1:{port}/api/v1/");
        var shipped = SourceTree.Read("deploy/prometheus/prometheus.yaml");
        Assert.Contains(Nodes, shipped, StringComparison.Ordinal);
        await File.WriteAllTextAsync(_folder.File("prometheus.yaml"), shipped
            .Replace(Nodes, $"[\"{node.Authority}\"]", StringComparison.Ordinal)
            .Replace(": 15s", ": 1s", StringComparison.Ordinal)
            .Replace("alerts.yaml", SourceTree.PathOf("deploy/prometheus/alerts.yaml"), StringComparison.Ordinal));
        string[] arguments =
        [
            $"--config.file={_folder.File("prometheus.yaml")}", $"--storage.tsdb.path={_folder.File("data")}",
            $"--web.listen-address=127.0.0.1:{port}", "--log.level=warn",
        ];
        _process = LoggedProcess.Start("prometheus", arguments);
        await Eventually.HoldsAsync(AnswersAsync, () => $"Prometheus does not answer:\n{_process.Said}");
    }

    private async Task<bool> AnswersAsync()
    {
        if (_process!.HasExited)
            throw new InvalidOperationException($"Prometheus has ended:\n{_process.Said}");
        try
        {
            await NamesAsync();
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task<JsonElement> AskAsync(string path)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative));
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode)
            throw new HttpRequestException($"{path}: {text}", null, answer.StatusCode);
        return JsonDocument.Parse(text).RootElement.GetProperty("data");
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
