using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;

namespace SignalRChat.Testing;

/// <summary>The next faults. One call of the method uses up one fault.</summary>
internal sealed class FakeFaults
{
    private readonly ConcurrentDictionary<(string Method, bool After), ConcurrentQueue<Func<HubCallerContext, Task>>> _waiting = new();

    /// <summary>The call is rejected.</summary>
    public void Refuse(string method, string wireText) => Queue(method, after: false).Enqueue(_ => throw new HubException(wireText));

    /// <summary>The connection breaks before the call has any effect.</summary>
    public void CutBefore(string method) => Queue(method, after: false).Enqueue(Cut);

    /// <summary>The connection breaks after the call has taken effect, before its answer.</summary>
    public void CutAfter(string method) => Queue(method, after: true).Enqueue(Cut);

    /// <summary>The call waits. The task completes when it has arrived.</summary>
    public Task Hold(string method, Task until)
    {
        var come = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Queue(method, after: false).Enqueue(_ =>
        {
            come.SetResult();
            return until;
        });
        return come.Task;
    }

    public Task BeforeAsync(string method, HubCallerContext context) => NextAsync(method, after: false, context);

    public Task AfterAsync(string method, HubCallerContext context) => NextAsync(method, after: true, context);

    /// <summary>As a pulled cable: SignalR sends no close message first.</summary>
    private static Task Cut(HubCallerContext context)
    {
        FakeServer.Break(context);
        throw new HubException("internal-error: never to be seen");
    }

    private Task NextAsync(string method, bool after, HubCallerContext context) =>
        Queue(method, after).TryDequeue(out var fault) ? fault(context) : Task.CompletedTask;

    private ConcurrentQueue<Func<HubCallerContext, Task>> Queue(string method, bool after) =>
        _waiting.GetOrAdd((method, after), _ => new());
}
