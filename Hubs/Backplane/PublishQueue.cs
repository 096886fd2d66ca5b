using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;

namespace SignalRChat.Hubs.Backplane;

/// <summary>
/// The messages to the other nodes. Adding never waits: the command queue adds between a commit and its answers. Both the waiting messages
/// and those that Redis has not answered are bounded. Messages beyond are dropped: each is only a notification, or delivered at most once.
/// </summary>
internal sealed class PublishQueue(IOptions<BackplaneOptions> options, BackplaneMetrics metrics)
{
    /// <summary>Publishes that Redis has not answered yet; further ones wait in the queue.</summary>
    public const int MaxInFlight = 256;

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

    /// <summary>Publishes while the connection is healthy, in order, without waiting for one answer before the next.</summary>
    public async Task RunAsync(HubLifetimeManager<ChatHub> inner, CancellationToken cancellationToken)
    {
        // Messages for the previous connection are old: their readers have asked the database since.
        while (_waiting.Reader.TryRead(out _))
        {
        }
        _isOpen = true;
        try
        {
            var places = new SemaphoreSlim(MaxInFlight);
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
            // The failure is counted; the probe, which fails in the same way, reports why.
            metrics.Failed();
        }
        finally
        {
            places.Release();
        }
    }
}

/// <summary>
/// One message for a group of the backplane; <see cref="NotTo"/> is the node's own subscription to it, whose members have it already.
/// </summary>
internal readonly record struct Publication(string Group, string Method, object?[] Arguments, string[] NotTo);
