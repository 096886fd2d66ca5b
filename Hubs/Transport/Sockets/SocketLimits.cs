namespace SignalRChat.Hubs.Transport.Sockets;

/// <summary>The limits that result from the settings and the limit on open files.</summary>
/// <param name="Max">TCP connections in all.</param>
/// <param name="Waiting">Of these, those that are no WebSocket of the hub: the rest is kept for connected clients.</param>
/// <param name="PerAddress">The same of one address.</param>
internal sealed record SocketLimits(int Max, int Waiting, int PerAddress)
{
    // The databases' files and sessions, assemblies that are loaded later, and sockets that are closed at this moment.
    private const int Reserve = 160;
    private const int ReserveShare = 8;
    private const int Fewest = 16;
    private const int PerAddressShare = 8;
    private const int PerAddressLeast = 64;

    /// <param name="options">The settings.</param>
    /// <param name="openFiles">How many files the process may have open; null for any number.</param>
    /// <param name="inUse">How many it has open before the first connection: about 300, of which most are assemblies.</param>
    public static SocketLimits From(SocketOptions options, long? openFiles, int inUse)
    {
        var most = openFiles is { } files ? Math.Max(Fewest, files - inUse - Math.Max(Reserve, files / ReserveShare)) : int.MaxValue;
        if (options.Max > 0)
            most = Math.Min(most, options.Max);
        var max = (int)Math.Min(most, int.MaxValue);
        var waiting = Math.Max(Fewest, max / 2);
        var perAddress = options.PerAddress > 0 ? options.PerAddress : Math.Max(PerAddressLeast, max / PerAddressShare);
        return new(max, waiting, Math.Min(perAddress, waiting));
    }
}
