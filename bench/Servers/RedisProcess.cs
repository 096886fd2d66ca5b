using System.Diagnostics;
using SignalRChat.Testing.Processes;

namespace SignalRChat.Bench.Servers;

/// <summary>A redis-server on this machine for one measurement, on a free port and with nothing on disk.</summary>
internal sealed class RedisProcess : IRedisTarget, IAsyncDisposable
{
    private static readonly TimeSpan _startDeadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _startStep = TimeSpan.FromMilliseconds(50);

    private readonly int _port = FreePort.Find();
    private Process? _process;

    public string ConnectionString => $"127.0.0.1:{_port}";

    public ProcessUsage Usage => new(_process!.Id);

    public async Task StartAsync()
    {
        Kill();
        string[] arguments = ["--port", $"{_port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", Path.GetTempPath(), "--loglevel", "warning"];
        _process = Process.Start(new ProcessStartInfo("redis-server", arguments) { RedirectStandardOutput = true })!;
        var started = Stopwatch.GetTimestamp();
        while ((await AskAsync("PING")).Trim() != "PONG")
        {
            if (Stopwatch.GetElapsedTime(started) > _startDeadline)
            {
                throw new InvalidOperationException("redis-server does not answer.");
            }

            await Task.Delay(_startStep);
        }
    }

    public void Kill()
    {
        if (_process is null)
        {
            return;
        }

        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    public void Freeze() => Signal("-STOP");

    public void Thaw() => Signal("-CONT");

    public async Task<string> AskAsync(params string[] command)
    {
        var start = new ProcessStartInfo("redis-cli", ["-p", $"{_port}", .. command]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var client = Process.Start(start)!;
        var answer = await client.StandardOutput.ReadToEndAsync();
        await client.WaitForExitAsync();
        return answer;
    }

    public ValueTask DisposeAsync()
    {
        Kill();
        return ValueTask.CompletedTask;
    }

    private void Signal(string signal)
    {
        using var kill = Process.Start("kill", [signal, $"{_process!.Id}"]);
        kill.WaitForExit();
    }
}
