using System.Net;
using SignalRChat.Hubs.Transport.Sockets;

namespace SignalRChat.Tests.Hubs.Transport.Sockets;

public sealed class SocketCounterTests
{
    private static readonly IPEndPoint _alice = Peer("192.0.2.1");
    private static readonly IPEndPoint _bob = Peer("192.0.2.2");
    private static readonly IPEndPoint _proxy = Peer("10.0.0.1");

    private readonly List<CountedSocket> _cut = [];
    private readonly SocketCounter _counter = new(new SocketLimits(Max: 10, Waiting: 6, PerAddress: 2), new Proxies());

    [Fact]
    public void One_address_has_so_many_that_wait_and_any_number_of_connected_ones()
    {
        var first = Add(_alice)!;
        Assert.NotNull(Add(_alice));
        Assert.Null(Add(_alice));
        Assert.NotNull(Add(_bob));

        first.Connected();
        first.Connected();

        Assert.NotNull(Add(_alice));
        Assert.Null(Add(_alice));
    }

    [Fact]
    public void A_proxy_has_as_many_as_there_are_and_what_ends_makes_room()
    {
        var all = Enumerable.Range(0, 6).Select(_ => Speaking(_proxy)).ToArray();
        Assert.Null(Add(_proxy));

        foreach (var one in all[..4])
            one.Connected();
        for (var i = 0; i < 4; i++)
            Speaking(_proxy);
        Assert.Null(Add(_proxy));

        all[5].Dispose();
        all[5].Dispose();
        Speaking(_proxy);
        Assert.Null(Add(_proxy));
    }

    [Fact]
    public void Addresses_of_one_IPv6_network_and_both_forms_of_an_address_count_together()
    {
        Assert.NotNull(Add(Peer("2001:db8::1")));
        Assert.NotNull(Add(Peer("2001:db8::2")));
        Assert.Null(Add(Peer("2001:db8::3")));
        Assert.NotNull(Add(Peer("::ffff:192.0.2.1")));
        Assert.NotNull(Add(_alice));
        Assert.Null(Add(_alice));
    }

    [Fact]
    public void The_oldest_that_has_sent_nothing_makes_room_and_none_that_has_sent_something()
    {
        var speaking = Speaking(_proxy);
        var silent = Enumerable.Range(0, 5).Select(_ => Add(_proxy)!).ToArray();

        Assert.True(silent[1].Speaks());
        Assert.NotNull(Add(_bob));
        Assert.NotNull(Add(_bob));

        // An aborted socket counts until it is closed.
        Assert.Equal([silent[0], silent[2]], _cut);
        Assert.False(silent[0].Speaks());
        Assert.True(silent[3].Speaks());
        Assert.DoesNotContain(speaking, _cut);
    }

    private CountedSocket? Add(IPEndPoint peer)
    {
        CountedSocket? added = null;
        return added = _counter.TryAdd(peer, () => _cut.Add(added!));
    }

    private CountedSocket Speaking(IPEndPoint peer)
    {
        var socket = Add(peer)!;
        Assert.True(socket.Speaks());
        return socket;
    }

    private static IPEndPoint Peer(string address) => new(IPAddress.Parse(address), 1);

    private sealed class Proxies : ITrustedProxies
    {
        public bool Contains(IPAddress address) => address.Equals(_proxy.Address);
    }
}
