namespace SignalRChat.Bench.Servers;

/// <summary>A hub without authentication.</summary>
internal sealed class OpenTarget(Uri server, int? processId) : IBenchTarget
{
    public ProcessUsage? Usage { get; } = processId is { } id ? new ProcessUsage(id) : null;

    public Task<RuntimeCounters?> CountersAsync(CancellationToken cancellationToken) =>
        RuntimeCounters.ReadAsync(server, cancellationToken);

    public Task<Uri> HubUriAsync(CancellationToken cancellationToken) => Task.FromResult(RawUpgrade.Hub(server));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
