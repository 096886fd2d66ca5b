namespace System.Threading.Tasks;

/// <summary>The source of a task without a result, as .NET has it.</summary>
internal sealed class TaskCompletionSource(TaskCreationOptions options = TaskCreationOptions.None)
{
    private readonly TaskCompletionSource<bool> _source = new(options);

    public Task Task => _source.Task;

    public void SetResult() => _source.SetResult(true);

    public bool TrySetResult() => _source.TrySetResult(true);

    public bool TrySetException(Exception error) => _source.TrySetException(error);
}
