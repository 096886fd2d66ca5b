namespace SignalRChat.Tests.Durability;

/// <summary>Several users on both protocols, all in the same rooms, and the ledger of their commands.</summary>
internal sealed class Crowd
{
    private static readonly string[] _rooms = ["lobby", "kitchen", "garden"];

    private readonly Talker[] _talkers;

    private Crowd(Ledger ledger, Talker[] talkers)
    {
        Ledger = ledger;
        Oracle = new Oracle(ledger);
        _talkers = talkers;
    }

    public Ledger Ledger { get; }

    public Oracle Oracle { get; }

    public IReadOnlyList<Talker> Talkers => _talkers;

    /// <summary>Completes when all have joined for the first time.</summary>
    public Task CameAsync() => Task.WhenAll(_talkers.Select(talker => talker.Came.Task)).WaitAsync(ServerProcess.Deadline);

    public static async Task<Crowd> SignInAsync(Uri server, int size, Random random)
    {
        var ledger = new Ledger();
        var talkers = new Talker[size];
        for (var i = 0; i < size; i++)
        {
            var protocol = i % 2 == 0 ? "json" : "messagepack";
            talkers[i] = await Talker.SignInAsync(server, $"{protocol} {i}", protocol, _rooms, ledger, new Random(random.Next()));
        }
        return new Crowd(ledger, talkers);
    }

    /// <summary>All connect, catch up and send until their connections are lost.</summary>
    public async Task TalkUntilLostAsync(Uri server)
    {
        try
        {
            await Task.WhenAll(_talkers.Select(talker => talker.TalkUntilLostAsync(server)));
        }
        catch (Exception error)
        {
            Ledger.Defect(error.ToString());
            throw;
        }
    }

    /// <summary>
    /// All reconnect and have everything acknowledged. Then three things must be equal: what each has received, what a newcomer
    /// reads from revision 0, and the content of the file. They must also match what was acknowledged.
    /// </summary>
    public async Task FinishAsync(ServerProcess server, string dataDirectory)
    {
        var allAcknowledged = Ledger.MoreAsync(Ledger.Changes.Count(change => change.Revision == 0));
        await Task.WhenAll(_talkers.Select(talker => talker.FinishAsync(server.Url, allAcknowledged, Head)));
        var newcomer = await Talker.SignInAsync(server.Url, "newcomer", "json", _rooms, Ledger, new Random(0));
        await newcomer.ReadAsync(server.Url);

        var exit = await server.TerminateAsync();
        Assert.True(exit.Code == 0, $"The server ended with {exit.Code}:\n{server.Output}");
        var stored = RoomOnDisk.Read(dataDirectory);
        Oracle.Check(stored);
        Assert.Empty(Ledger.Defects);
        foreach (var talker in _talkers.Append(newcomer))
        {
            foreach (var heard in talker.Heard)
                Assert.Equal(stored.Single(room => room.Name == heard.Room).Messages, heard.Messages);
        }
    }

    private long Head(string room) => Ledger.Changes.Where(change => change.Voice.Room == room).Max(change => change.Revision);
}
