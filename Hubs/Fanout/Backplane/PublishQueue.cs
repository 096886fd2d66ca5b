using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace SignalRChat.Hubs.Fanout.Backplane;

/// <summary>
/// What is on its way to the other nodes. Adding never waits: it is done by the log between a commit and its answers. Both what
/// waits and what Redis has not answered yet are bounded; what comes beyond is dropped, for each of it is only a hint or at most
/// once.
/// </summary>
internal sealed class PublishQueue(IOptions<BackplaneOptions> options, BackplaneMetrics metrics)
{
    private readonly Channel<Publication> _waiting =
        Channel.CreateBounded<Publication>(new BoundedChannelOptions(options.Value.QueueCapacity) { SingleReader = true });

    private volatile bool _isOpen;

    /// <summary>Whether there is a backplane to publish to.</summary>
    public bool IsOpen => _isOpen;

    public void Add(Publication publication)
    {
        if (_isOpen && !_waiting.Writer.TryWrite(publication))
            metrics.Dropped();
    }

    /// <summary>Publishes for as long as the link is good, in order, without waiting for one answer before the next.</summary>
    public async Task RunAsync(HubLifetimeManager<ChatHub> inner, CancellationToken cancellationToken)
    {
        // What was meant for the link before this one is old: its readers have asked the database since.
        while (_waiting.Reader.TryRead(out _))
        {
        }
        _isOpen = true;
        try
        {
            var places = new SemaphoreSlim(options.Value.MaxInFlight);
            await foreach (var publication in _waiting.Reader.ReadAllAsync(cancellationToken))
            {
                await places.WaitAsync(cancellationToken);
                _ = PublishAsync(inner, publication, places);
            }
        }
        finally
        {
            _isOpen = false;
        }
    }

    private async Task PublishAsync(HubLifetimeManager<ChatHub> inner, Publication publication, SemaphoreSlim places)
    {
        try
        {
            await inner.SendGroupExceptAsync(publication.Group, publication.Method, publication.Arguments, publication.NotTo);
            metrics.Published();
        }
        catch (Exception)
        {
            // It is counted; why is told by the canary, which fails in the same way.
            metrics.Failed();
        }
        finally
        {
            places.Release();
        }
    }
}

/// <summary>
/// One message for a group of the backplane; <see cref="NotTo"/> is the node's own seat there, whose members have it already.
/// </summary>
internal readonly record struct Publication(string Group, string Method, object?[] Arguments, string[] NotTo);
