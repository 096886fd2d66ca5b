using System.Diagnostics;
using System.Net;
using SignalRChat.Testing.Processes;

namespace SignalRChat.Bench.Servers;

/// <summary>A server started for a measurement on a free port of 127.0.0.1. It ends with the measurement.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan _startDeadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _startStep = TimeSpan.FromMilliseconds(50);

    private readonly Process _process;
    private readonly ServerOutput _output = new();

    private ServerProcess(string[] command, string folder, IReadOnlyDictionary<string, string> settings)
    {
        Address = new Uri($"http://127.0.0.1:{FreePort.Find()}");
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", command)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in ServerSettings.Common(Address).Concat(settings))
        {
            start.Environment[key] = value;
        }

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => _output.Take(line.Data);
        _process.ErrorDataReceived += (_, line) => _output.Take(line.Data);
    }

    public Uri Address { get; }

    public ProcessUsage Usage => new(_process.Id);

    public static async Task<ServerProcess> StartAsync(
        string[] command, string folder, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        var server = new ServerProcess(command, folder, settings);
        server._process.Start();
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        try
        {
            await server.ListeningAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        _output.Tell();
    }

    private async Task ListeningAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await AcceptsAsync(cancellationToken))
        {
            if (_process.HasExited || Stopwatch.GetElapsedTime(started) > _startDeadline)
            {
                throw new InvalidOperationException($"The server did not start listening on {Address}.");
            }

            await Task.Delay(_startStep, cancellationToken);
        }
    }

    private async Task<bool> AcceptsAsync(CancellationToken cancellationToken)
    {
        try
        {
            // A server without such a path is ready when it answers at all.
            using var http = new HttpClient();
            using var answer = await http.GetAsync(new Uri(Address, "/health/ready"), cancellationToken);
            return answer.StatusCode != HttpStatusCode.ServiceUnavailable;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
