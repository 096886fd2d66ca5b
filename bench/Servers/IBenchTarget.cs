namespace SignalRChat.Bench.Servers;

/// <summary>A server to be measured.</summary>
internal interface IBenchTarget
{
    /// <summary>Its process, where it is known.</summary>
    ProcessUsage? Usage { get; }

    /// <summary>Where the next connection goes; a new user each time.</summary>
    Task<Uri> HubUriAsync(CancellationToken cancellationToken);
}
