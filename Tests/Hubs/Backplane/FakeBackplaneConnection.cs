using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging.Abstractions;
using SignalRChat.Hubs;
using SignalRChat.Hubs.Backplane;
using StackExchange.Redis;

namespace SignalRChat.Tests.Hubs.Backplane;

/// <summary>
/// A backplane in this process: SignalR's default lifetime manager. It can drop what it should send, and can be slow to
/// subscribe.
/// </summary>
internal sealed class FakeBackplaneConnection()
    : DefaultHubLifetimeManager<ChatHub>(NullLogger<DefaultHubLifetimeManager<ChatHub>>.Instance), IBackplaneConnection
{
    private readonly TaskCompletionSource<string> _failed = new();

    public IConnectionMultiplexer? Redis => null;

    public HubLifetimeManager<ChatHub> Inner => this;

    public Task<string> Failed => _failed.Task;

    public bool IsDisposed { get; private set; }

    /// <summary>Drops everything that is sent.</summary>
    public bool IsDeaf { get; set; }

    /// <summary>The gate at which a subscription waits.</summary>
    public Func<Task>? BeforeSubscribe { get; set; }

    public List<string> Subscriptions { get; } = [];

    public List<string> Published { get; } = [];

    /// <summary>The arguments of the last publish.</summary>
    public object?[] LastArguments { get; private set; } = [];

    /// <summary>The gate at which a publish waits.</summary>
    public Func<Task>? BeforePublish { get; set; }

    public void Fail(string reason) => _failed.TrySetResult(reason);

    public override async Task AddToGroupAsync(string connectionId, string groupName, CancellationToken cancellationToken = default)
    {
        await (BeforeSubscribe?.Invoke() ?? Task.CompletedTask);
        await base.AddToGroupAsync(connectionId, groupName, cancellationToken);
        lock (Subscriptions)
            Subscriptions.Add(groupName);
    }

    public override Task RemoveFromGroupAsync(string connectionId, string groupName, CancellationToken cancellationToken = default)
    {
        lock (Subscriptions)
            Subscriptions.Remove(groupName);
        return base.RemoveFromGroupAsync(connectionId, groupName, cancellationToken);
    }

    public override Task SendGroupAsync(
        string groupName, string methodName, object?[] args, CancellationToken cancellationToken = default) =>
        IsDeaf ? Task.CompletedTask : base.SendGroupAsync(groupName, methodName, args, cancellationToken);

    public override async Task SendGroupExceptAsync(
        string groupName,
        string methodName,
        object?[] args,
        IReadOnlyList<string> excludedConnectionIds,
        CancellationToken cancellationToken = default)
    {
        await (BeforePublish?.Invoke() ?? Task.CompletedTask);
        lock (Published)
        {
            Published.Add(groupName);
            LastArguments = args;
        }
    }

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return default;
    }
}
