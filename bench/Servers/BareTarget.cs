using SignalRChat.Bench.Bare;

namespace SignalRChat.Bench.Servers;

/// <summary>
/// The bare SignalR hub of this program in a separate process, under the runtime settings of the chat server. Only the code
/// differs.
/// </summary>
internal sealed class BareTarget : IBenchTarget
{
    private readonly MeasuredServer _process;
    private readonly OpenTarget _open;

    private BareTarget(MeasuredServer process)
    {
        _process = process;
        _open = new OpenTarget(process.Address, process.Id);
    }

    public Uri Address => _process.Address;

    public ProcessUsage? Usage => _open.Usage;

    public static async Task<BareTarget> StartAsync(string chatServerDll, string? redis = null)
    {
        var runtime = Path.ChangeExtension(ServerProgram.Existing(chatServerDll), ".runtimeconfig.json");
        string[] arguments = ["exec", "--runtimeconfig", runtime, typeof(BareServer).Assembly.Location, BareServer.CommandName];
        var settings = ServerSettings.Common;
        if (redis is not null)
            settings[BareServer.RedisKey] = redis;

        var program = new ServerProgram(arguments, AppContext.BaseDirectory, "Production") { Settings = settings };
        return new BareTarget(await MeasuredServer.StartAsync(program));
    }

    public Task<RuntimeCounters?> CountersAsync(CancellationToken cancellationToken) => _open.CountersAsync(cancellationToken);

    public Task<Uri> HubUriAsync(CancellationToken cancellationToken) => _open.HubUriAsync(cancellationToken);

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
