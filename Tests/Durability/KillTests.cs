using Xunit.Abstractions;

namespace SignalRChat.Tests.Durability;

public sealed class KillTests(ITestOutputHelper output) : IDisposable
{
    private const int Rounds = 20;
    private const int Users = 6;
    private const int MostAcknowledgedInARound = 600;

    private readonly TempDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Nothing_acknowledged_is_lost_and_nothing_is_there_twice_over_20_kills()
    {
        var seed = Seed.Choose();
        output.WriteLine($"Seed {seed}.");
        var random = new Random(seed);
        var start = TimeProvider.System.GetTimestamp();
        await using var server = await ServerProcess.StartNewAsync(_data.Path);
        using var crowd = await Crowd.SignInAsync(server.Url, Users, random);

        for (var round = 1; round <= Rounds; round++)
        {
            await KillWhileTalkingAsync(server, crowd, random);
            await crowd.CheckAsync(_data.Path);
            await server.StartAsync();
        }
        var looked = await crowd.FinishAsync(server, _data.Path);

        output.WriteLine(
            $"{Rounds} rounds, {crowd.Acknowledgements.Count} acknowledged, {crowd.Acknowledgements.Duplicates} answered as duplicates, "
            + $"{TimeProvider.System.GetElapsedTime(start).TotalSeconds:0} s, seed {seed}, "
            + $"looked at: {string.Join(", ", looked.Select(of => $"{of.Key} {of.Value}"))}");
    }

    /// <summary>
    /// The moment is random: from before the first join to the middle of the traffic, and at any step of a commit.
    /// </summary>
    private static async Task KillWhileTalkingAsync(ServerProcess server, Crowd crowd, Random random)
    {
        var enough = crowd.Acknowledgements.MoreAsync(random.Next(MostAcknowledgedInARound));
        var talk = crowd.TalkUntilLostAsync(server.Url);
        await enough.WaitAsync(ServerProcess.Deadline);
        await Task.Delay(random.Next(20));
        await server.KillAsync();
        await talk.WaitAsync(ServerProcess.Deadline);
    }
}
