namespace SignalRChat.Faults.Workload.Raw;

/// <summary>
/// A connection in a room that stops reading, on a socket with a small buffer. Or one that reads through a link of 1 KB/s.
/// </summary>
internal sealed class IdleClient : IDisposable
{
    private const int ReceiveBuffer = 4096;
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _retry = TimeSpan.FromMilliseconds(200);

    private readonly RawLink _link;

    private IdleClient(RawLink link) => _link = link;

    /// <summary>Reads as fast as the link permits.</summary>
    public void Read() => _ = _link.RunAsync();

    public static async Task<IdleClient> StartAsync(string room, Uri door, string token)
    {
        using var deadline = new CancellationTokenSource(_deadline);
        while (true)
        {
            try
            {
                var link = await RawLink.OpenAsync(door, token, ReceiveBuffer, deadline.Token);
                await link.SendOnlyAsync(nameof(IChatHub.JoinRoom), new JoinRoomRequest { Room = room });
                return new IdleClient(link);
            }
            catch (Exception lost) when (RawLink.IsLoss(lost) && !deadline.IsCancellationRequested)
            {
                await Pauses.WaitAsync(_retry, deadline.Token);
            }
        }
    }

    public void Dispose() => _link.Dispose();
}
