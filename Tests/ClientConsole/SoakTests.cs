using CsCheck;
using SignalRChat.ClientConsole;
using SignalRChat.ClientConsole.Soak;
using SignalRChat.Contracts;

namespace SignalRChat.Tests.ClientConsole;

/// <summary>A soak must find faults. Here it receives what a faulty server would send.</summary>
public sealed class SoakTests
{
    private readonly RoomLedger _ledger = new("soak");

    [Fact]
    public void What_comes_once_and_in_order_is_fine() => Assert.Equal((5, 0, 0, 0), Read(head: 5, 1, 2, 3, 4, 5));

    [Fact]
    public void What_never_comes_is_lost_also_at_the_end() => Assert.Equal((3, 3, 0, 0), Read(head: 6, 1, 3, 4));

    [Fact]
    public void What_comes_again_is_repeated() => Assert.Equal((5, 0, 2, 0), Read(head: 3, 1, 2, 2, 3, 1));

    [Fact]
    public void What_comes_late_is_out_of_order_and_not_lost() => Assert.Equal((4, 0, 0, 1), Read(head: 4, 1, 3, 2, 4));

    [Fact]
    public void Every_message_is_accounted_for_whatever_comes() => Gen.Int[1, 20].Array[0, 60].Sample(places =>
    {
        var (received, lost, repeated, _) = Read(head: 20, places);

        Assert.Equal(places.Length, received);
        Assert.Equal(20 - places.Distinct().Count(), lost);
        Assert.Equal(places.Length - places.Distinct().Count(), repeated);
    });

    [Fact]
    public void Two_messages_at_one_place_contradict_each_other()
    {
        _ledger.Answered(Id(1), 1);
        _ledger.Seen(new ChatMessage { MessageId = Id(2), Sequence = 1 });

        Assert.Equal((1, 0), (_ledger.Contradictions, _ledger.StoredTwice));
    }

    [Fact]
    public void One_message_at_two_places_was_stored_twice()
    {
        _ledger.Answered(Id(1), 1);
        _ledger.Seen(new ChatMessage { MessageId = Id(1), Sequence = 2 });

        Assert.Equal((0, 1), (_ledger.Contradictions, _ledger.StoredTwice));
    }

    [Fact]
    public void An_answered_message_that_the_history_does_not_have_is_gone()
    {
        _ledger.Answered(Id(1), 1);
        _ledger.Answered(Id(2), 2);

        Assert.Equal(1, _ledger.AckedAndGone(new HashSet<long> { 2, 3 }));
    }

    [Fact]
    public void A_percentile_is_at_most_an_eighth_too_high() => Gen.Int[1, 100_000_000].Array[1, 200].Sample(micros =>
    {
        var times = new Latencies();
        foreach (var each in micros)
            times.Add(TimeSpan.FromMicroseconds(each));
        var exact = micros.Order().ElementAt((int)Math.Ceiling(micros.Length * 0.99) - 1);

        Assert.InRange(times.Percentile(0.99)!.Value.TotalMicroseconds, exact, exact * 1.125 + 1);
    });

    [Theory]
    [InlineData(0, 0, 0, 0, 0, ExitCodes.Ok)]
    [InlineData(1, 0, 0, 0, 0, ExitCodes.Unexpected)]
    [InlineData(0, 1, 0, 0, 0, ExitCodes.Unexpected)]
    [InlineData(0, 0, 1, 0, 0, ExitCodes.Unexpected)]
    [InlineData(0, 0, 0, 1, 0, ExitCodes.NotAcknowledged)]
    [InlineData(1, 0, 0, 1, 0, ExitCodes.Unexpected)]
    [InlineData(0, 0, 0, 0, 1, ExitCodes.ConnectionLost)]
    public void Only_a_soak_without_a_finding_ends_with_0(int lost, int repeated, int reordered, int unanswered, int ended, int code)
    {
        var room = new RoomReport
        {
            Room = "a",
            Lost = lost,
            Repeated = repeated,
            Reordered = reordered,
            AckTimes = new(),
            DeliveryTimes = new(),
        };

        Assert.Equal(code, new SoakReport { Rooms = [room], Took = TimeSpan.Zero, Unanswered = unanswered, Ended = ended }.ExitCode);
    }

    private static (long Received, long Lost, long Repeated, long Reordered) Read(long head, params int[] places)
    {
        var reader = new RoomReader();
        foreach (var place in places)
            reader.Take(place);
        return (reader.Received, reader.Lost(head), reader.Repeated, reader.Reordered);
    }

    private static string Id(int n) => $"00000000-0000-7000-8000-{n:D12}";
}
