using SignalRChat.Hubs.Transport.Sockets;

namespace SignalRChat.Tests.Hubs.Transport.Sockets;

public sealed class SocketLimitsTests
{
    [Theory]
    [InlineData(500L, 40, 20, 20)]
    [InlineData(1_024L, 564, 282, 70)]
    [InlineData(1_048_576L, 917_204, 458_602, 114_650)]
    [InlineData(64L, 16, 16, 16)]
    [InlineData(null, int.MaxValue, int.MaxValue / 2, int.MaxValue / 8)]
    public void Limits_follow_the_limit_on_open_files(long? openFiles, int max, int waiting, int perAddress) =>
        Assert.Equal(new SocketLimits(max, waiting, perAddress), SocketLimits.From(openFiles, inUse: 300));

    [Theory]
    [InlineData("Max open files            1024                 524288               files     ", 1_024L)]
    [InlineData("Max open files            unlimited            unlimited            files     ", null)]
    [InlineData("Max processes             95906                95906                processes ", null)]
    public void The_soft_limit_is_read(string line, long? limit) => Assert.Equal(limit, OpenFileLimit.Parse(["Limit   Soft Limit", line]));
}
