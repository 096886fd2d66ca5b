namespace SignalRChat.Tests.Support;

/// <summary>A place where calls wait until a test lets them go on.</summary>
internal sealed class Door
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Someone stands before the door.</summary>
    public Task Reached => _reached.Task.WaitAsync(TestClient.Deadline);

    public Task PassAsync()
    {
        _reached.TrySetResult();
        return _opened.Task;
    }

    public void Open() => _opened.TrySetResult();
}
