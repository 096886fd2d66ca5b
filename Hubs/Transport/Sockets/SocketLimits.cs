namespace SignalRChat.Hubs.Transport.Sockets;

/// <summary>
/// How many TCP connections the node holds, from any client: each costs a file of the process, before any request or token. The
/// limits follow from the limit on open files.
/// </summary>
/// <param name="Max">TCP connections in all.</param>
/// <param name="Waiting">Of these, those that are not WebSockets of the hub: the rest is kept for connected clients.</param>
/// <param name="PerAddress">The same of one address.</param>
internal sealed record SocketLimits(int Max, int Waiting, int PerAddress)
{
    // The databases' files and sessions, assemblies that are loaded later, and sockets that are closed at this moment.
    private const int Reserve = 160;
    private const int ReserveShare = 8;
    private const int Fewest = 16;
    private const int PerAddressShare = 8;
    private const int PerAddressLeast = 64;

    /// <param name="openFiles">How many files the process may have open; null for any number.</param>
    /// <param name="inUse">How many it has open before the first connection: about 300, of which most are assemblies.</param>
    public static SocketLimits From(long? openFiles, int inUse)
    {
        var most = openFiles is { } files ? Math.Max(Fewest, files - inUse - Math.Max(Reserve, files / ReserveShare)) : int.MaxValue;
        var max = (int)Math.Min(most, int.MaxValue);
        var waiting = Math.Max(Fewest, max / 2);
        return new(max, waiting, Math.Min(Math.Max(PerAddressLeast, max / PerAddressShare), waiting));
    }
}
