namespace SignalRChat.Bench.Servers;

/// <summary>A chat server that issues guest tokens, started by this program or not. Each connection is a separate user.</summary>
internal sealed class GuestTarget(Uri server, int? processId) : IBenchTarget
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });

    public ProcessUsage? Usage { get; } = processId is { } id ? new ProcessUsage(id) : null;

    public Task<RuntimeCounters?> CountersAsync(CancellationToken cancellationToken) =>
        RuntimeCounters.ReadAsync(server, cancellationToken);

    public async Task<Uri> HubUriAsync(CancellationToken cancellationToken)
    {
        var guest = await Guests.SignInAsync(_http, server, "bench", cancellationToken);
        return RawUpgrade.Hub(server, guest.AccessToken);
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }
}
