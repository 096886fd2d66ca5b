using System.Text.Json;

namespace SignalRChat.Faults.Workload.Raw;

/// <summary>A call that waits for its answer.</summary>
internal sealed class RawCall(Action<JsonElement> answered)
{
    public TaskCompletionSource<JsonElement> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Take(JsonElement completion)
    {
        if (completion.TryGetProperty("error", out var error))
        {
            Answer.TrySetException(RawRefusal.Read(error.GetString()!));
            return;
        }
        var result = completion.TryGetProperty("result", out var found) ? found : default;
        answered(result);
        Answer.TrySetResult(result);
    }
}
