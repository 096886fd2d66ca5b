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
    private readonly HandshakeQueue _byUser = new(options.Value.Handshakes);
    private readonly HandshakeQueue _byAddress = new(options.Value.Handshakes);

    /// <summary>Null when the handshake time-out is over before there was a place.</summary>
    public async Task<PendingHandshake?> EnterAsync(HttpContext context)
    {
        using var patience = new CancellationTokenSource(liveness.Value.HandshakeTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, context.RequestAborted);
        var user = ConnectionUser.From(context.User).UserId;
        var address = ClientNetwork.Of(context.Connection.RemoteIpAddress).ToString();
        try
        {
            await _byUser.EnterAsync(user, user, either.Token);
            try
            {
                await _byAddress.EnterAsync(address, user, either.Token);
            }
            catch
            {
                _byUser.Leave(user, user);
                throw;
            }
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        return new PendingHandshake(() =>
        {
            _byAddress.Leave(address, user);
            _byUser.Leave(user, user);
        });
    }
}

/// <summary>One of them, until its handshake is done or its connection has ended.</summary>
internal sealed class PendingHandshake(Action end)
{
    private Action? _end = end;

    public void End() => Interlocked.Exchange(ref _end, null)?.Invoke();
}
