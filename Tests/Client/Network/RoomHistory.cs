using SignalRChat.Testing.History;
using SignalRChat.Testing.Oracle;

namespace SignalRChat.Tests.Client.Network;

/// <summary>What the clients of one room asked for and received. Each of them stays to the end.</summary>
internal sealed record RoomHistory(string Room, string[] Members, HistoryRecord[] Records)
{
    public int Connects => Records.OfType<Opened>().Count();

    /// <summary>Returns what every check finds, except the checks of delays. The faults of the network delay messages.</summary>
    public Violation[] Against(Truth truth)
    {
        var stored = truth.Find(Room) ?? throw new InvalidOperationException($"{Room} is not stored.");
        var setup = new Setup { Members = Members.ToDictionary(member => member, _ => (string[])[Room]) };
        return Judge.FindExceptDelays(new Case(Records, truth with { Rooms = [stored] }, setup));
    }
}
