using System.CommandLine;
using SignalRChat.Bench.Comparing;

namespace SignalRChat.Bench.Commands;

/// <summary>The rooms of a comparison and their load.</summary>
internal static class RoomOptions
{
    private const string Both = "both";

    private static readonly Option<string> _protocol = BenchOptions.Protocol(Both, Both);
    private static readonly Option<int> _rooms = BenchOptions.Number("--rooms", 2, "Rooms.");
    private static readonly Option<int> _roomSize =
        BenchOptions.Number("--room-size", 100, "Members of a room, spread over the nodes where there are several.");
    private static readonly Option<int> _senders = BenchOptions.Number("--senders", 8, "Senders in each room.");
    private static readonly Option<int> _rate =
        BenchOptions.Number("--rate", 100, "Sends a second of all senders together in the windows at a fixed rate.");

    public static void AddRoomOptions(this Command command)
    {
        foreach (var option in new Option[] { _protocol, _rooms, _roomSize, _senders, _rate })
            command.Options.Add(option);
    }

    public static RoomPlan Rooms(ParseResult parse) => new(
        parse.GetValue(_protocol) is Both ? ["json", "messagepack"] : [parse.GetValue(_protocol)!],
        parse.GetValue(_rooms),
        parse.GetValue(_roomSize),
        parse.GetValue(_senders),
        parse.GetValue(_rate),
        ComparisonOptions.TextLength(parse));
}
