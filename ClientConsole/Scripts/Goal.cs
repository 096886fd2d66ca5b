using System.Collections.Concurrent;
using SignalRChat.ClientConsole.Settings;

namespace SignalRChat.ClientConsole.Scripts;

/// <summary>The goal of a script: a number of messages, or of matching messages. Messages of this process do not count.</summary>
internal sealed class Goal(Wait wait)
{
    private readonly ConcurrentDictionary<string, bool> _sent = new();
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _missing = wait.Count ?? 1;

    public Task Reached => _reached.Task;

    public void Sends(string messageId) => _sent[messageId] = true;

    public void Saw(ChatMessage message)
    {
        if (!wait.IsAsked || _sent.ContainsKey(message.MessageId))
            return;
        if (wait.For?.IsMatch(message.Text) is not false && --_missing == 0)
            _reached.TrySetResult();
    }

    /// <summary>Returns false if the time expires first.</summary>
    public async Task<bool> WaitAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        if (!wait.IsAsked)
            return true;
        try
        {
            await Reached.WaitAsync(wait.Timeout ?? Timeout.InfiniteTimeSpan, time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
