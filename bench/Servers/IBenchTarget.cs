namespace SignalRChat.Bench.Servers;

/// <summary>A server to measure.</summary>
internal interface IBenchTarget
{
    /// <summary>Its process; null if unknown.</summary>
    ProcessUsage? Usage { get; }

    /// <summary>Returns the address of the next connection, with a new user each time.</summary>
    Task<Uri> HubUriAsync(CancellationToken cancellationToken);
}
