namespace SignalRChat.Faults.Nemesis;

/// <summary>Repeats an instant fault while the fault's time lasts.</summary>
internal sealed class Repeated(string target, Func<Task> strikeAsync, TimeSpan pause) : IFault, IDisposable
{
    private readonly CancellationTokenSource _end = new();
    private Task _run = Task.CompletedTask;

    public string Target => target;

    public Task BeginAsync()
    {
        _run = RunAsync();
        return Task.CompletedTask;
    }

    public async Task EndAsync()
    {
        await _end.CancelAsync();
        await _run;
    }

    public void Dispose() => _end.Dispose();

    private async Task RunAsync()
    {
        do
        {
            await strikeAsync();
        }
        while (await Workload.Pauses.WaitAsync(pause, _end.Token));
    }
}
