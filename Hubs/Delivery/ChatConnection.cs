using System.Net;
using Microsoft.AspNetCore.SignalR;
using SignalRChat.Auth.Tokens;
using SignalRChat.Hubs.Transport.Budgets;

namespace SignalRChat.Hubs.Delivery;

/// <summary>One connection of this node as the lifetime manager keeps it.</summary>
internal sealed class ChatConnection(HubConnectionContext context, OutboundQueue outbound) : IWatched, IConnectionToken
{
    private long _endingSince;

    public HubConnectionContext Context { get; } = context;

    public OutboundQueue Outbound { get; } = outbound;

    /// <summary>When its access token ends and was issued: that which opened it, or a later one. Replaced as a whole.</summary>
    public TokenTimes Token { get; set; } = new(null, null);

    void IConnectionToken.Replace(TokenTimes token)
    {
        Token = token;
        // It may end sooner than the next look.
        LookSoon();
    }

    /// <summary>The network of its client, for the limits on log lines; null if it is not known.</summary>
    public IPAddress? Source { get; init; }

    /// <summary>When the close was requested, as a timestamp; null if it was not.</summary>
    public long? EndingSince => Interlocked.Read(ref _endingSince) is not 0 and var since ? since : null;

    /// <summary>Set when the connection is added to those of the node.</summary>
    public LookSchedule? Looks { get; set; }

    /// <summary>The next look of the connection monitor; guarded by the gate of <see cref="LookSchedule"/>.</summary>
    public LinkedListNode<ChatConnection>? Look { get; set; }

    /// <summary>The round of that look; guarded like it.</summary>
    public long LookRound { get; set; }

    /// <summary>The connection has ended, and is looked at no more; guarded like it.</summary>
    public bool HasLeft { get; set; }

    /// <summary>A look in the next round is planned. Set to false before each look.</summary>
    public volatile bool IsLookedAtSoon;

    /// <summary>The groups it is in; guarded by the gate of <see cref="LocalGroups"/>.</summary>
    public HashSet<string> Groups { get; } = [];

    /// <summary>It is disconnected and joins no group any more; guarded by the gate of <see cref="LocalGroups"/>.</summary>
    public bool HasEnded { get; set; }

    /// <summary>Whether the caller is the first to end it: then it must, and the connection monitor sees to it.</summary>
    public bool TryEnd(long now) => Interlocked.CompareExchange(ref _endingSince, Math.Max(1, now), 0) == 0;

    /// <summary>It was cut, and gets the same time again.</summary>
    public void EndAgain(long now) => Interlocked.Exchange(ref _endingSince, now);

    public void LookSoon()
    {
        if (IsLookedAtSoon)
            return;
        IsLookedAtSoon = true;
        Looks?.Plan(this, at: 0);
    }
}
