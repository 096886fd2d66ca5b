namespace SignalRChat.Bench.Servers;

/// <summary>
/// A server process for a measurement. A healthy server logs only its start and its end, so the rest of its log is shown at the end.
/// </summary>
internal sealed class MeasuredServer : IAsyncDisposable
{
    private const string Lifetime = "Microsoft.Hosting.Lifetime";

    private readonly ServerProcess _process;

    private MeasuredServer(ServerProcess process) => _process = process;

    public Uri Address => _process.Url;

    public int Id => _process.Id;

    public static async Task<MeasuredServer> StartAsync(ServerProgram program, string? dataDirectory = null) =>
        new(await ServerProcess.StartNewAsync(dataDirectory, program: program));

    public async ValueTask DisposeAsync()
    {
        await _process.KillAsync();
        await _process.DisposeAsync();
        var isLifetime = false;
        foreach (var line in _process.Output.Split('\n').Where(line => line.Length > 0))
        {
            // An entry of the log is a line, and in the plain form indented lines after it.
            isLifetime = line.StartsWith(' ') ? isLifetime : line.Contains(Lifetime, StringComparison.Ordinal);
            if (!isLifetime)
                Console.Error.WriteLine($"server: {line}");
        }
    }
}
