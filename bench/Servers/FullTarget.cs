namespace SignalRChat.Bench.Servers;

/// <summary>
/// The chat server of this repository in a separate process, with an empty data folder that is deleted with it.
/// </summary>
internal sealed class FullTarget : IBenchTarget
{
    private readonly MeasuredServer _process;
    private readonly GuestTarget _guests;
    private readonly DirectoryInfo _data;

    private FullTarget(MeasuredServer process, DirectoryInfo data)
    {
        _process = process;
        _data = data;
        _guests = new GuestTarget(process.Address, process.Id);
    }

    public Uri Address => _process.Address;

    public ProcessUsage? Usage => _guests.Usage;

    /// <summary>The data folder.</summary>
    public string Data => _data.FullName;

    public static async Task<FullTarget> StartAsync(FullServerSource source, params (string Key, string Value)[] settings)
    {
        var all = ServerSettings.Full;
        foreach (var (key, value) in settings)
            all[key] = value;

        var program = ServerProgram.Published(source.Dll) with { Settings = all };
        var data = Directory.CreateDirectory(Path.Combine(Path.GetFullPath(source.DataParent), $"signalrchat-bench-{Guid.NewGuid():n}"));
        return new FullTarget(await MeasuredServer.StartAsync(program, data.FullName), data);
    }

    public Task<RuntimeCounters?> CountersAsync(CancellationToken cancellationToken) => _guests.CountersAsync(cancellationToken);

    public Task<Uri> HubUriAsync(CancellationToken cancellationToken) => _guests.HubUriAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _guests.DisposeAsync();
        await _process.DisposeAsync();
        _data.Delete(recursive: true);
    }
}

/// <summary>The server to start, and the parent of its data folder, whose disk a commit waits for.</summary>
internal sealed record FullServerSource(string Dll, string DataParent);
