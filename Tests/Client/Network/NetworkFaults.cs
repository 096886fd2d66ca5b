namespace SignalRChat.Tests.Client.Network;

/// <summary>Random faults of a client's network, one after another.</summary>
internal static class NetworkFaults
{
    public static async Task CauseAsync(TcpProxy proxy, Random random)
    {
        switch (random.Next(8))
        {
            case 0:
                proxy.Reset();
                break;
            case 1:
                proxy.HalfOpen(random.Next(2) == 0 ? Way.ToClient : Way.ToServer);
                break;
            case 2:
                proxy.BlackHole();
                await Task.Delay(random.Next(100));
                proxy.Pass();
                break;
            case 3:
                proxy.Delay(TimeSpan.FromMilliseconds(random.Next(1, 25)));
                break;
            case 4:
                proxy.Throttle(random.Next(5_000, 50_000));
                break;
            case 5:
                proxy.Refuse();
                await Task.Delay(random.Next(80));
                proxy.Pass();
                break;
            default:
                proxy.CutAfter(random.Next(2) == 0 ? Way.ToClient : Way.ToServer, random.Next(2_500));
                break;
        }

        await Task.Delay(random.Next(40));
    }
}
