namespace SignalRChat.ClientConsole.Connection;

/// <summary>A call that may start again on another client. All such calls are idempotent.</summary>
internal abstract class PendingCall
{
    public abstract void Begin(ChatClient client);
}

/// <param name="call">The action on the client.</param>
/// <param name="isReplaced">Returns true if that client was replaced: its failures then mean nothing.</param>
/// <param name="settled">Called when the outcome is known.</param>
internal sealed class PendingCall<T>(
    Func<ChatClient, Task<T>> call, Func<ChatClient, bool> isReplaced, Action<PendingCall> settled) : PendingCall
{
    private readonly TaskCompletionSource<T> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Outcome => _outcome.Task;

    public override void Begin(ChatClient client) => _ = RunAsync(client);

    private async Task RunAsync(ChatClient client)
    {
        try
        {
            var answer = await call(client);
            settled(this);
            _outcome.TrySetResult(answer);
        }
        catch (Exception) when (isReplaced(client))
        {
            // The replacement client starts the call again.
        }
        catch (Exception e)
        {
            settled(this);
            _outcome.TrySetException(e);
        }
    }
}
