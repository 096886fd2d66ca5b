using System.CommandLine;
using SignalRChat.ClientConsole.Soak;

namespace SignalRChat.ClientConsole.Settings;

/// <summary>The options of <c>soak</c>.</summary>
internal sealed class SoakOptions
{
    private readonly Option<int> _connections = new("--connections", "-c")
    {
        Description = "Connections, each a separate user unless a token is given.",
        DefaultValueFactory = _ => 10,
    };

    private readonly Option<int> _rooms = new("--rooms")
    {
        Description = "Rooms, new for each run. Connections are distributed among them.",
        DefaultValueFactory = _ => 2,
    };

    private readonly Option<double> _rate = new("--rate")
    {
        Description = "Messages per second in all rooms together.",
        DefaultValueFactory = _ => 20,
    };

    private readonly Option<double> _duration = new("--duration")
    {
        Description = "How long to send. Ctrl+C ends it earlier and still counts.",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => 60,
    };

    private readonly Option<double> _drain = new("--drain")
    {
        Description = "How long to wait for the last messages to arrive.",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => 60,
    };

    private readonly Option<int> _bytes = new("--text-length") { Description = "Characters in a message.", DefaultValueFactory = _ => 100 };

    public void AddTo(Command command)
    {
        command.Add(_connections);
        command.Add(_rooms);
        command.Add(_rate);
        command.Add(_duration);
        command.Add(_drain);
        command.Add(_bytes);
    }

    public SoakPlan Read(ParseResult parsed)
    {
        var connections = InRange("--connections", parsed.GetValue(_connections), 1, 10_000);
        return new()
        {
            Connections = (int)connections,
            Rooms = (int)InRange("--rooms", parsed.GetValue(_rooms), 1, connections),
            Rate = InRange("--rate", parsed.GetValue(_rate), 0.1, 100_000),
            Duration = TimeSpan.FromSeconds(InRange("--duration", parsed.GetValue(_duration), 1, 30 * 86_400)),
            Drain = TimeSpan.FromSeconds(InRange("--drain", parsed.GetValue(_drain), 1, 86_400)),
            TextLength = (int)InRange("--text-length", parsed.GetValue(_bytes), 20, ChatLimits.TextLength),
        };
    }

    private static double InRange(string name, double value, double least, double most) => value >= least && value <= most
        ? value
        : throw new UsageException(string.Create(
            CultureInfo.InvariantCulture, $"{name} is '{value}'; expected {least:#,0.#} to {most:#,0}."));
}
