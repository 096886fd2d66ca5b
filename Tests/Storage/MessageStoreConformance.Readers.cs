using SignalRChat.Contracts;
using SignalRChat.Services.Log;

namespace SignalRChat.Tests.Storage;

public abstract partial class MessageStoreConformance
{
    private static readonly Guid _reader = Guid.Parse("0197f2a4-58a3-7c55-9a31-6a51a5b30c11");

    private async Task<MoveReaderCommand> MoveAsync(long step, params EventRange[] ranges) =>
        new(_reader, step, await EpochAsync(), ranges) { IsPage = true };

    private Task<FoundReader> FindReaderAsync() => Events.FindReaderAsync(_reader, Cancel);

    private async Task<EventRange> RangeAsync(string room) => Assert.Single(await Events.FindBeyondAsync(_reader, [room], Cancel));

    [Fact]
    public async Task A_reader_is_moved_on_by_one_of_two_commands_with_its_step()
    {
        await FilledAsync(3);
        Assert.Equal(new(await EpochAsync(), null), await FindReaderAsync());
        var whole = await RangeAsync(Lobby);
        var first = whole with { Through = 2 };

        var batch = await CommitAsync(await MoveAsync(0, first), Post("alice", NewId()), await MoveAsync(0, whole));

        Assert.Equal([null, null, ChatErrorCodes.CursorUnknown], batch.Results.Select(result => result.RefusalCode));
        Assert.Equal([1, 4, 0], batch.Results.Select(result => result.Revision));
        Assert.Equal((0, 3), (whole.After, whole.Through));
        Assert.Equal((2, 4), await RangeAsync(Lobby) is var left ? (left.After, left.Through) : default);
        var reader = (await FindReaderAsync()).Reader!;
        Assert.Equal((1, await EpochAsync(), Now), (reader.Step, reader.Epoch, reader.UsedAt));
        Assert.Equal([first], reader.Page);

        await RefusedAsync(ChatErrorCodes.CursorUnknown, await MoveAsync(2));
        await RefusedAsync(ChatErrorCodes.CursorUnknown, (await MoveAsync(1)) with { Epoch = "another" });
        await RefusedAsync(ChatErrorCodes.CursorUnknown, (await MoveAsync(1)) with { ReaderId = Guid.NewGuid() });
        Assert.Equal(1, (await CommitAsync((await MoveAsync(1)) with { IsPage = false }, Now + 1)).Revision);
        Assert.Equal((1, Now + 1), (await FindReaderAsync()).Reader is { } used ? (used.Step, used.UsedAt) : default);
        Assert.Equal(2, (await CommitAsync(await MoveAsync(1, await RangeAsync(Lobby)))).Revision);
        Assert.Empty(await Events.FindBeyondAsync(_reader, [Lobby, "nowhere"], Cancel));
    }

    [Fact]
    public async Task A_reader_more_than_there_may_be_is_refused()
    {
        Assert.Null((await CommitAsync((await MoveAsync(0)) with { MostReaders = 1 })).RefusalCode);

        await RefusedAsync(EventReader.TooMany, (await MoveAsync(0)) with { ReaderId = Guid.NewGuid(), MostReaders = 1 });

        Assert.Null((await CommitAsync((await MoveAsync(1)) with { MostReaders = 1 })).RefusalCode);
    }

    [Fact]
    public async Task A_reader_of_an_epoch_that_is_over_is_not_moved_on()
    {
        var move = await MoveAsync(0);
        await CommitAsync(move);

        await Messages.BeginEpochAsync(move.Epoch, Cancel);

        Assert.NotEqual(move.Epoch, (await FindReaderAsync()).Epoch);
        Assert.Equal(move.Epoch, (await FindReaderAsync()).Reader!.Epoch);
        await RefusedAsync(ChatErrorCodes.CursorUnknown, move with { Step = 1 });
        await RefusedAsync(ChatErrorCodes.CursorUnknown, await MoveAsync(1));
    }

    [Fact]
    public async Task A_walk_finds_each_room_beyond_the_places_of_a_reader_a_part_at_a_time()
    {
        string[] rooms = ["a", "b", "c", "d", "e"];
        foreach (var room in rooms)
            await FilledAsync(2, room: room);
        await CommitAsync(await MoveAsync(0, await RangeAsync("b")));
        var (found, at) = (new List<string>(), (long?)0);

        for (var parts = 0; at is { } after; parts++)
        {
            var part = await Events.WalkAsync(_reader, after, 2, Cancel);
            found.AddRange(part.Ranges.Select(range => $"{range.Room}:{range.After}-{range.Through}"));
            at = part.Through;
            Assert.InRange(parts, 0, 2);
        }

        Assert.Equal(["a:0-2", "c:0-2", "d:0-2", "e:0-2"], found);
    }

    [Fact]
    public async Task A_reader_that_is_not_used_is_forgotten_with_its_places_a_few_at_a_time()
    {
        foreach (var room in new[] { "a", "b", "c" })
            await FilledAsync(1, room: room);
        await CommitAsync(await MoveAsync(0, await RangeAsync("a"), await RangeAsync("b"), await RangeAsync("c")));

        Assert.False(await Events.ForgetReadersAsync(Now, 2, Cancel));
        Assert.Equal(1, (await FindReaderAsync()).Reader?.Step);
        Assert.True(await Events.ForgetReadersAsync(Now + 1, 2, Cancel));
        Assert.Null((await FindReaderAsync()).Reader);
        await RefusedAsync(ChatErrorCodes.CursorUnknown, await MoveAsync(1));
        Assert.False(await Events.ForgetReadersAsync(Now + 1, 2, Cancel));

        Assert.Equal(0, (await RangeAsync("c")).After);
        Assert.Null((await CommitAsync((await MoveAsync(0)) with { MostReaders = 1 })).RefusalCode);
    }
}
