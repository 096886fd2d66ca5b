using SignalRChat.Faults.Cluster;
using SignalRChat.Testing.History;
using SignalRChat.Testing.Oracle;
using SignalRChat.Tests.Architecture;

namespace SignalRChat.Tests.Durability;

/// <summary>Several users on both protocols, all in the same rooms, and the history of all they asked and received.</summary>
internal sealed class Crowd : IDisposable
{
    private static readonly string[] _rooms = ["lobby", "kitchen", "garden"];

    /// <summary>These cannot be missing in a crowd's history. A check without material proves nothing.</summary>
    private static readonly Check[] _hadMaterial =
        [Check.Lost, Check.Gap, Check.Disagreement, Check.Reorder, Check.Skip, Check.Behind, Check.Undecided, Check.Refusal];

    private readonly HistoryBook _book = new();
    private readonly List<Talker> _talkers = [];
    private int _readings;

    public Acknowledgements Acknowledgements { get; } = new();

    public IReadOnlyList<Talker> Talkers => _talkers;

    /// <summary>Completes when all have joined for the first time.</summary>
    public Task CameAsync() => Task.WhenAll(_talkers.Select(talker => talker.Came.Task)).WaitAsync(ServerProcess.Deadline);

    public static async Task<Crowd> SignInAsync(Uri server, int size, Random random)
    {
        var crowd = new Crowd();
        for (var i = 0; i < size; i++)
        {
            var guest = await Guests.SignInAsync(server, i % 2 == 0 ? $"json {i}" : $"messagepack {i}");
            crowd._talkers.Add(new(guest, guest.UserId, _rooms, crowd._book, crowd.Acknowledgements, new Random(random.Next())));
        }
        return crowd;
    }

    /// <summary>All connect, catch up and send until their connections are lost.</summary>
    public async Task TalkUntilLostAsync(Uri server)
    {
        try
        {
            await Task.WhenAll(_talkers.Select(talker => talker.TalkUntilLostAsync(server)));
        }
        catch
        {
            Acknowledgements.End();
            throw;
        }
    }

    /// <summary>
    /// Compares the history so far with the disk of a server that has ended. Commands are under way, and users do not have
    /// everything.
    /// </summary>
    public async Task CheckAsync(string dataDirectory)
    {
        var stored = await DiskCopy.ReadAsync(dataDirectory);
        // A reading of the disk is one more reader of each room: everything that it shows must stay there.
        _readings++;
        foreach (var room in stored.Rooms)
        {
            var messages = room.Messages.OrderBy(message => message.Revision).ToArray();
            _book.Write($"disk {_readings}", new Heard(room.Name, stored.Epoch, 0, room.Head, HeardBy.CatchUp, messages));
        }
        var leavers = _talkers.Select(talker => talker.Id).ToHashSet();
        AssertNone(Judge.FindExceptDelays(Case(stored, leavers)).Where(violation => violation.Check != Check.Undecided));
    }

    /// <summary>
    /// All reconnect and have everything acknowledged. Then each has received what is in the file, and so has a newcomer, who
    /// reads from revision 0. Returns how much each check had to look at.
    /// </summary>
    public async Task<Dictionary<Check, int>> FinishAsync(ServerProcess server, string dataDirectory)
    {
        var allAcknowledged = Acknowledgements.MoreAsync(_talkers.Sum(talker => talker.Pending));
        await Task.WhenAll(_talkers.Select(talker => talker.FinishAsync(server.Url, allAcknowledged, Newest)));
        var guest = await Guests.SignInAsync(server.Url, "json newcomer");
        var newcomer = new Talker(guest, Setup.Newcomer, _rooms, _book, Acknowledgements, new Random(0));
        await newcomer.ReadAsync(server.Url);

        var exit = await server.TerminateAsync();
        Assert.True(exit.Code == 0, $"The server ended with {exit.Code}:\n{server.Output}");
        var run = Case(await TruthReader.ReadSqliteAsync(dataDirectory), leavers: []);
        AssertNone(Judge.FindExceptDelays(run));
        var looked = Judge.Looked(run);
        Assert.All(_hadMaterial, check => Assert.True(looked[check] > 0, $"{check} had nothing to look at."));
        return looked;
    }

    public void Dispose() => _book.Dispose();

    private Case Case(Truth stored, HashSet<string> leavers) => new(_book.Snapshot(), stored, new Setup
    {
        Members = _talkers.ToDictionary(talker => talker.Id, _ => _rooms),
        Leavers = leavers,
    });

    private static void AssertNone(IEnumerable<Violation> violations) =>
        Findings.AssertNone(violations.Select(violation => $"{violation.Check}: {violation.Sentence}"));

    private long Newest(string room) => _talkers.Max(talker => talker.Newest(room));
}
