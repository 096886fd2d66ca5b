using SignalRChat.Contracts;

namespace SignalRChat.Faults.Workload.Raw;

/// <summary>
/// A connection in a room that reads nothing any more, on a socket that holds little; or what trickles through a link of 1 KB/s.
/// </summary>
internal sealed class IdleClient : IDisposable
{
    private const int ReceiveBuffer = 4096;
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _retry = TimeSpan.FromMilliseconds(200);

    private readonly RawLink _link;

    private IdleClient(RawLink link) => _link = link;

    /// <summary>Reads what comes, as fast as its link lets it.</summary>
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
