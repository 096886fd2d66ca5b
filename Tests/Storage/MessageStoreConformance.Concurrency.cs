using System.Collections.Concurrent;
using SignalRChat.Services.Log;

namespace SignalRChat.Tests.Storage;

public abstract partial class MessageStoreConformance
{
    private const int Writers = 8;
    private const int PerWriter = 150;

    [Fact]
    public async Task Revisions_have_no_gap_under_parallel_writers_that_repeat_each_other()
    {
        await CommitAsync(Join("alice"));
        var ids = Enumerable.Range(0, PerWriter * 2).Select(_ => NewId()).ToArray();
        var answers = new ConcurrentBag<(string Id, RoomCommandResult Result)>();

        // Several writers send every id, in overlapping batches of several sizes.
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync(ids, writer, answers))));

        var stored = (await UpdatesAsync(0, ids.Length + 1)).Messages;
        Assert.Equal(Enumerable.Range(1, ids.Length).Select(place => (long)place), stored.Select(message => message.Revision));
        Assert.Equal(ids.Length, await HeadAsync());
        Assert.Equal(ids.Order(), stored.Select(message => message.MessageId).Order());
        Assert.Equal(ids.Length, answers.Count(answer => !answer.Result.Duplicate));
        var places = stored.ToDictionary(message => message.MessageId, message => message.Sequence);
        Assert.All(answers, answer => Assert.Equal(places[answer.Id], answer.Result.Sequence));
    }

    [Fact]
    public async Task A_reader_beside_writers_sees_every_revision_up_to_the_head_of_its_page()
    {
        await CommitAsync(Join("alice"));
        var ids = Enumerable.Range(0, PerWriter).Select(_ => NewId()).ToArray();
        var writing = Task.WhenAll(Enumerable.Range(0, 2).Select(writer => Task.Run(() => WriteAsync(ids, writer, []))));

        long cursor = 0;
        while (cursor < ids.Length)
        {
            var page = await Messages.ReadUpdatesAsync(Lobby, cursor, 50, Cancel);
            Assert.Equal(
                Enumerable.Range(1, (int)(page.Through - cursor)).Select(step => cursor + step),
                page.Messages.Select(message => message.Revision));
            cursor = page.Through;
            if (writing.IsFaulted)
                await writing;
        }

        await writing;
    }

    private async Task WriteAsync(string[] ids, int writer, ConcurrentBag<(string Id, RoomCommandResult Result)> answers)
    {
        var size = 1 + writer;
        for (var start = 0; start < ids.Length; start += size)
        {
            var part = ids.Skip(start).Take(size).ToArray();
            var batch = await CommitAsync([.. part.Select(id => Post("alice", id))]);
            for (var index = 0; index < part.Length; index++)
                answers.Add((part[index], batch.Results[index]));
        }
    }
}
