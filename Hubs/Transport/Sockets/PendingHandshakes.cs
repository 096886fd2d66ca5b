using System.Net;
using SignalRChat.Auth;
using SignalRChat.Auth.Tokens;

namespace SignalRChat.Hubs.Transport.Sockets;

/// <summary>
/// Open WebSockets on which the hub's handshake is not done: the limits on connections begin after it. An upgrade waits here
/// while its user or its address has the maximum. So a whole office that reconnects at once is slowed down and not rejected. A
/// free place of an address is given to the user with the fewest there.
/// </summary>
internal sealed class PendingHandshakes(IOptions<SocketOptions> options, IOptions<LivenessOptions> liveness, TimeProvider time)
{
    private readonly HandshakeQueue<string> _byUser = new(options.Value.Handshakes);
    private readonly HandshakeQueue<IPAddress> _byAddress = new(options.Value.Handshakes);

    /// <summary>Null when the handshake time-out is over before there was a place.</summary>
    public Task<PendingHandshake?> EnterAsync(HttpContext context)
    {
        var user = ConnectionUser.From(context.User).UserId;
        var address = ClientNetwork.Of(context.Connection.RemoteIpAddress);
        var place = new PendingHandshake(this, user, address);
        // Nearly always there is room: then nothing waits, and nothing is made to end the wait.
        if (!_byUser.TryEnter(user, user))
            return WaitAsync(place, hasUsers: false, context.RequestAborted);
        return _byAddress.TryEnter(address, user)
            ? Task.FromResult<PendingHandshake?>(place)
            : WaitAsync(place, hasUsers: true, context.RequestAborted);
    }

    public void Leave(string user, IPAddress address)
    {
        _byAddress.Leave(address, user);
        _byUser.Leave(user, user);
    }

    private async Task<PendingHandshake?> WaitAsync(PendingHandshake place, bool hasUsers, CancellationToken requestAborted)
    {
        using var patience = new CancellationTokenSource(liveness.Value.HandshakeTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, requestAborted);
        try
        {
            if (!hasUsers)
                await _byUser.EnterAsync(place.User, place.User, either.Token);
            hasUsers = true;
            await _byAddress.EnterAsync(place.Address, place.User, either.Token);
            return place;
        }
        catch (OperationCanceledException)
        {
            if (hasUsers)
                _byUser.Leave(place.User, place.User);
            return null;
        }
    }
}

/// <summary>One of them, until its handshake is done or its connection has ended.</summary>
internal sealed class PendingHandshake(PendingHandshakes all, string user, IPAddress address)
{
    private int _hasEnded;

    public string User => user;

    public IPAddress Address => address;

    public void End()
    {
        if (Interlocked.Exchange(ref _hasEnded, 1) == 0)
            all.Leave(user, address);
    }
}
