using SignalRChat.ClientConsole.Talk;

namespace SignalRChat.ClientConsole.Connection;

/// <summary>Periodically requests the head of each joined room; the time to the answer is the round-trip time.</summary>
internal sealed class ConnectionMeter(ConsoleSession session, RoomBook rooms, TimeProvider time)
{
    private const int Pause = 10;

    private static readonly TimeSpan _tick = TimeSpan.FromSeconds(1);

    public TimeSpan? RoundTrip { get; private set; }

    public event Action? Measured;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var ticks = new PeriodicTimer(_tick, time);
        try
        {
            for (var tick = 0; await ticks.WaitForNextTickAsync(cancellationToken);)
            {
                if (tick == 0 || RoundTrip is null)
                    await MeasureAsync(cancellationToken);
                tick = (tick + 1) % Pause;
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    public async Task MeasureAsync(CancellationToken cancellationToken)
    {
        if (session.State != ChatConnectionState.Connected)
            return;

        try
        {
            foreach (var room in rooms.Joined)
            {
                var asked = time.GetTimestamp();
                var answer = await session.DoAsync(client => client.ListRoomsAsync(room, limit: 1, cancellationToken: cancellationToken));
                RoundTrip = time.GetElapsedTime(asked);
                if (answer.Rooms is [{ } found] && found.Room == room)
                    rooms.SetHead(room, found.Head);
            }
        }
        catch (Exception e) when (e is ChatDisconnectedException or ChatRefusedException)
        {
            return;
        }

        if (RoundTrip is not null)
            Measured?.Invoke();
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"round-trip {RoundTrip?.TotalMilliseconds:0.0} ms; "
        + $"{string.Join(", ", rooms.Positions.Select(room => $"#{room.Room} at {room.Cursor} of {room.Head}"))}");
}
