using SignalRChat.Bench.Bare;

namespace SignalRChat.Bench.Servers;

/// <summary>
/// The bare SignalR hub of this program in a separate process, under the runtime settings of the chat server. Only the code
/// differs.
/// </summary>
internal sealed class BareTarget : IBenchTarget, IAsyncDisposable
{
    private readonly ServerProcess _process;
    private readonly OpenTarget _open;

    private BareTarget(ServerProcess process)
    {
        _process = process;
        _open = new OpenTarget(process.Address, process.Usage.ProcessId);
    }

    public Uri Address => _process.Address;

    public ProcessUsage? Usage => _open.Usage;

    public static async Task<BareTarget> StartAsync(string chatServerDll, CancellationToken cancellationToken, string? redis = null)
    {
        var settings = Path.ChangeExtension(FullTarget.Existing(chatServerDll), ".runtimeconfig.json");
        string[] command = ["exec", "--runtimeconfig", settings, typeof(BareServer).Assembly.Location, BareServer.CommandName];
        var more = new Dictionary<string, string>();
        if (redis is not null)
        {
            more[BareServer.RedisKey.Replace(":", "__", StringComparison.Ordinal)] = redis;
        }

        return new BareTarget(await ServerProcess.StartAsync(command, AppContext.BaseDirectory, more, cancellationToken));
    }

    public Task<Uri> HubUriAsync(CancellationToken cancellationToken) => _open.HubUriAsync(cancellationToken);

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
