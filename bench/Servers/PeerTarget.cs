using System.Diagnostics;
using System.Globalization;

namespace SignalRChat.Bench.Servers;

/// <summary>A server on Node of <c>bench/peers</c>, in a process of its own.</summary>
internal sealed class PeerTarget : IBenchTarget
{
    public const string Ws = "ws";
    public const string SocketIo = "Socket.IO";

    private const string Packages = "faults/controls/socketio";

    private readonly Process _process;
    private readonly ProcessGuard _guard;
    private readonly Uri _hub;

    private PeerTarget(Process process, ProcessGuard guard, Uri hub) => (_process, _guard, _hub) = (process, guard, hub);

    public ProcessUsage Usage => new(_process.Id);

    public static async Task<PeerTarget> StartAsync(string kind)
    {
        if (!Directory.Exists(Path.Combine(RepositoryRoot.Path, Packages, "node_modules")))
            throw new InvalidOperationException($"The packages of the peers are missing: npm ci --prefix {Packages}");

        string[] command = [Path.Combine(RepositoryRoot.Path, "bench/peers/server.mjs"), kind];
        var start = new ProcessStartInfo("node", command) { RedirectStandardOutput = true, Environment = { ["PORT"] = "0" } };
        var process = Process.Start(start)!;
        var guard = new ProcessGuard(process.Id);
        var line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException($"{kind} did not start.");
        var port = int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
        var path = kind == SocketIo ? "socket.io/?EIO=4&transport=websocket" : "";
        return new PeerTarget(process, guard, new Uri($"ws://127.0.0.1:{port}/{path}"));
    }

    public Task<RuntimeCounters?> CountersAsync(CancellationToken cancellationToken) => Task.FromResult<RuntimeCounters?>(null);

    public Task<Uri> HubUriAsync(CancellationToken cancellationToken) => Task.FromResult(_hub);

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _guard.Dispose();
        _process.Dispose();
    }
}
