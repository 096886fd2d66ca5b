using System.Diagnostics;
using System.Globalization;
using SignalRChat.Bench.Servers;

namespace SignalRChat.Bench.Hostile;

/// <summary>
/// A process of this program beside the server, which ends with the measurement. It floods, or only uses the processor.
/// </summary>
internal sealed class Neighbour : IAsyncDisposable
{
    public const string CommandName = "neighbour";

    // Not an argument: it holds a token, and every user of the machine can read arguments.
    private const string HubVariable = "BENCH_NEIGHBOUR_HUB";

    private readonly Process? _process;

    private Neighbour(Process? process) => _process = process;

    public ProcessUsage? Usage => _process is null ? null : new ProcessUsage(_process.Id);

    public static Neighbour None { get; } = new(null);

    public static Neighbour Burns(int threads) => Start(threads, hub: null);

    public static Neighbour Floods(int connections, Uri hub) => Start(connections, hub);

    /// <summary>Runs the work of the process.</summary>
    public static async Task RunAsync(int count, CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable(HubVariable) is { } address)
        {
            var hub = new Uri(address);
            await Task.WhenAll(Enumerable.Range(0, count).Select(_ => new FloodConnection(hub).RunAsync(cancellationToken)));
            return;
        }

        for (var i = 0; i < count; i++)
            new Thread(Spin) { IsBackground = true }.Start();

        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is null)
            return;

        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static Neighbour Start(int count, Uri? hub)
    {
        string[] command = [typeof(Neighbour).Assembly.Location, CommandName, count.ToString(CultureInfo.InvariantCulture)];
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", command);
        if (hub is not null)
            start.Environment[HubVariable] = hub.ToString();

        return new Neighbour(Process.Start(start));
    }

    private static void Spin()
    {
        for (var i = 0L; ; i++)
            Volatile.Read(ref i);
    }
}
