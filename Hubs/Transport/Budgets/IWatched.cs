namespace SignalRChat.Hubs.Transport.Budgets;

/// <summary>A connection that the connection monitor looks at from time to time.</summary>
internal interface IWatched
{
    /// <summary>Something happened that the monitor must know: it looks in its next round.</summary>
    void LookSoon();
}
