using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SignalRChat.Services.Events;
using SignalRChat.Services.Log;

namespace SignalRChat.Tests.Services.Events;

public sealed class ReaderRetentionTests
{
    [Fact]
    public async Task Once_an_hour_it_forgets_the_readers_that_were_not_used_for_long()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddDays(100));
        var store = new Store();
        var options = Options.Create(new EventOptions { ReaderRetention = TimeSpan.FromDays(2) });
        using var retention = new ReaderRetention(store, options, time, NullLogger<ReaderRetention>.Instance);
        await retention.StartAsync(CancellationToken.None);

        // The service begins to count at some time after its start.
        await Eventually.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromMinutes(1));
                return store.Asked.Length >= Store.Parts;
            },
            "the transactions");
        Assert.Single(store.Asked[..Store.Parts].Distinct());
        var longAgo = DateTimeOffset.UnixEpoch.AddDays(98).AddHours(1).ToUnixTimeMilliseconds();
        Assert.InRange(store.Asked[0], longAgo, (time.GetUtcNow() - TimeSpan.FromDays(2)).ToUnixTimeMilliseconds());
        await retention.StopAsync(CancellationToken.None);
    }

    private sealed class Store : IEventStore
    {
        public const int Parts = 3;

        private readonly Lock _gate = new();
        private readonly List<long> _asked = [];

        public long[] Asked
        {
            get
            {
                lock (_gate)
                    return [.. _asked];
            }
        }

        public Task<bool> ForgetReadersAsync(long usedBefore, int most, CancellationToken cancellationToken)
        {
            lock (_gate)
            {
                _asked.Add(usedBefore);
                return Task.FromResult(_asked.Count % Parts != 0);
            }
        }

        public Task<FoundReader> FindReaderAsync(Guid readerId, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<EventRange>> FindBeyondAsync(
            Guid readerId, IReadOnlyCollection<string> rooms, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<EventWalk> WalkAsync(Guid readerId, long afterId, int count, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
