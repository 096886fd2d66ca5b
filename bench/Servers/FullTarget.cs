namespace SignalRChat.Bench.Servers;

/// <summary>
/// The chat server of this repository in a separate process, with an empty data folder that is deleted with it.
/// </summary>
internal sealed class FullTarget : IBenchTarget, IAsyncDisposable
{
    private readonly ServerProcess _process;
    private readonly GuestTarget _guests;
    private readonly DirectoryInfo _data;

    private FullTarget(ServerProcess process, DirectoryInfo data)
    {
        _process = process;
        _data = data;
        _guests = new GuestTarget(process.Address, process.Usage.ProcessId);
    }

    public Uri Address => _process.Address;

    public ProcessUsage? Usage => _guests.Usage;

    /// <summary>The server's build beside this program, in the same configuration.</summary>
    public static string DefaultDll
    {
        get
        {
            var here = new DirectoryInfo(AppContext.BaseDirectory);
            return Path.Combine(here.Parent!.Parent!.FullName, "SignalRChat", here.Name, "SignalRChat.dll");
        }
    }

    public static async Task<FullTarget> StartAsync(FullServerSource source, CancellationToken cancellationToken, params (string Key, string Value)[] settings)
    {
        var dll = Existing(source.Dll);
        var data = Directory.CreateDirectory(Path.Combine(Path.GetFullPath(source.DataParent), $"signalrchat-bench-{Guid.NewGuid():n}"));
        var all = ServerSettings.Full(data.FullName);
        foreach (var (key, value) in settings)
        {
            all[key] = value;
        }

        return new FullTarget(await ServerProcess.StartAsync([dll], Path.GetDirectoryName(dll)!, all, cancellationToken), data);
    }

    public static string Existing(string dll) => File.Exists(dll)
        ? Path.GetFullPath(dll)
        : throw new FileNotFoundException($"There is no server at {dll}: build it first, or name it with --server-dll.");

    public Task<Uri> HubUriAsync(CancellationToken cancellationToken) => _guests.HubUriAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _guests.Dispose();
        await _process.DisposeAsync();
        _data.Delete(recursive: true);
    }
}

/// <summary>The server to start, and the parent of its data folder, whose disk a commit waits for.</summary>
internal sealed record FullServerSource(string Dll, string DataParent);
