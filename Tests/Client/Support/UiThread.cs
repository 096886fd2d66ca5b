using System.Collections.Concurrent;

namespace SignalRChat.Tests.Client.Support;

/// <summary>One thread with a message loop, as in a UI app. It runs posted work only when it is free.</summary>
internal sealed class UiThread : SynchronizationContext, IDisposable
{
    private readonly BlockingCollection<Action> _messages = [];

    public UiThread() => new Thread(Loop) { IsBackground = true, Name = "UI" }.Start();

    public override void Post(SendOrPostCallback d, object? state) => _messages.TryAdd(() => d(state));

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("Nothing here sends.");

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Runs an action on the thread; throws what the action throws.</summary>
    public Task<T> RunAsync<T>(Func<T> action)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _messages.Add(() =>
        {
            try
            {
                done.SetResult(action());
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        });
        return done.Task;
    }

    public void Dispose() => _messages.CompleteAdding();

    private void Loop()
    {
        SetSynchronizationContext(this);
        foreach (var message in _messages.GetConsumingEnumerable())
            message();
    }
}
