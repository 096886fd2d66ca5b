using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Microsoft.AspNetCore.Http.Connections;
using SignalRChat.ClientConsole.Input;

namespace SignalRChat.ClientConsole.Settings;

/// <summary>The ways to run the console, and the meaning of their options.</summary>
internal sealed class ConsoleCommandLine
{
    private static readonly ParserConfiguration _verbatim = new() { ResponseFileTokenReplacer = null, EnablePosixBundling = false };

    private readonly Func<string, string?> _environment;
    private readonly IReadOnlyList<string> _files;
    private readonly string? _guestFolder;
    private readonly ConsoleOptions _options = new();
    private readonly WaitOptions _waits = new();
    private readonly SoakOptions _soak = new();

    private readonly Option<long?> _after = new("--after")
    {
        Description = "Print changes after this revision, 0 for all. Without it, scripts print new changes, and a terminal the newest "
            + "messages too.",
        HelpName = "REVISION",
    };

    /// <param name="environment">Reads a variable of the environment.</param>
    /// <param name="files">The settings files; a later one takes precedence.</param>
    /// <param name="guestFolder">The folder for guests between runs; null to keep none.</param>
    /// <param name="runs">The runs that the commands start.</param>
    public ConsoleCommandLine(Func<string, string?> environment, IReadOnlyList<string> files, string? guestFolder, IConsoleRuns runs)
    {
        _guestFolder = guestFolder;
        _environment = environment;
        _files = files;
        Root = new(
            """
        Talks in the rooms of a SignalRChat server. With piped input every line is sent, and waits for the server's word that it is stored.

          Exit codes: 0 fine, 1 unexpected, 2 a mistake in the usage, 3 no connection, 4 credentials refused, 5 connection lost for good,
          6 a message refused or not acknowledged, 7 waited too long, 130 Ctrl+C.
        """);
        Root.Directives.Clear();
        // The library's own help also responds to /? and /h, which are texts here.
        foreach (var help in Root.Options.OfType<HelpOption>().ToArray())
            Root.Options.Remove(help);
        Root.Add(new HelpOption("--help", "-h", "-?"));
        foreach (var option in _options.All)
            Root.Add(option);
        Root.Add(_after);
        _waits.AddTo(Root);
        Root.SetAction((parsed, cancel) => runs.TalkAsync(Read(parsed), cancel));
        Root.Add(Send(runs));
        Root.Add(Tail(runs));
        Root.Add(Soak(runs));
    }

    public RootCommand Root { get; }

    /// <summary>
    /// Takes each argument literally. The parser does not read a text from a file, handle it as a directive or split it into options.
    /// </summary>
    public ParseResult Parse(IReadOnlyList<string> args) => Root.Parse(args, _verbatim);

    private Command Send(IConsoleRuns runs)
    {
        var text = new Argument<string[]>("TEXT")
        {
            Description = "The text to send; without it, each line of standard input unchanged.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var send = new Command("send", "Sends a message, waits for the acknowledgement and exits.") { text };
        _waits.AddTo(send);
        send.SetAction((parsed, cancel) =>
        {
            var words = Free(parsed, text);
            return runs.SendAsync(Read(parsed), words.Length > 0 ? ByteOrderMark.Drop(string.Join(' ', words)) : null, cancel);
        });
        return send;
    }

    private Command Tail(IConsoleRuns runs)
    {
        var rooms = new Argument<string[]>("ROOM")
        {
            Description = "The rooms to print; without it, the room of --room.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var tail = new Command("tail", "Prints rooms as they change, until interrupted.") { rooms };
        tail.Add(_after);
        _waits.AddTo(tail);
        tail.SetAction((parsed, cancel) => runs.TailAsync(Read(parsed), Free(parsed, rooms), cancel));
        return tail;
    }

    private Command Soak(IConsoleRuns runs)
    {
        var soak = new Command("soak", "Sends through many connections and counts messages lost, repeated or out of order. Exits with 0 "
            + "only if there are none.");
        _soak.AddTo(soak);
        soak.SetAction((parsed, cancel) => runs.SoakAsync(Read(parsed), _soak.Read(parsed), cancel));
        return soak;
    }

    /// <summary>The words of a free argument. The parser handles an unknown option as one of them.</summary>
    private static string[] Free(ParseResult parsed, Argument<string[]> argument)
    {
        var words = parsed.GetValue(argument) ?? [];
        var behind = parsed.Tokens.SkipWhile(token => token.Type != TokenType.DoubleDash).Skip(1).Count();
        if (words.SkipLast(behind).FirstOrDefault(word => word.StartsWith('-')) is { } stray)
            throw new UsageException($"'{stray}' is not an option; expected -- before text that begins with a hyphen.");
        return words;
    }

    private ConsoleSettings Read(ParseResult parsed)
    {
        var sources = new SettingSources(name => _options.Typed(parsed, name), _environment, _files);
        return new()
        {
            Url = Url(sources.Find("url", "--url", "CHAT_URL")),
            Token = sources.Find("token", "--token", "CHAT_TOKEN")?.Value,
            Name = sources.Text("name", "--name", _environment("USER") ?? _environment("USERNAME") ?? "guest"),
            GuestFolder = sources.Flag("fresh", "--fresh") ? null : _guestFolder,
            Room = sources.Text("room", "--room", "lobby").TrimStart('#'),
            Protocol = sources.OneOf("protocol", "--protocol", "json", "messagepack") == "json"
                ? ChatProtocol.Json
                : ChatProtocol.MessagePack,
            Transports = Transports(sources.OneOf("transport", "--transport", "auto", "websockets", "server-sent-events", "long-polling")),
            IsJson = sources.OneOf("output", "--output", "text", "json") == "json",
            ConnectTimeout = sources.Seconds("connectTimeout", "--connect-timeout", 86_400) ?? TimeSpan.FromSeconds(10),
            NoColor = sources.Flag("noColor", "--no-color") || _environment("NO_COLOR") is { Length: > 0 },
            IsVerbose = sources.Flag("verbose", "--verbose"),
            After = parsed.GetValue(_after) is { } after and < 0
                ? throw new UsageException($"--after is '{after}'; expected a revision, 0 or more.")
                : parsed.GetValue(_after),
            Wait = _waits.Read(parsed),
        };
    }

    private static HttpTransportType Transports(string name) => name switch
    {
        "websockets" => HttpTransportType.WebSockets,
        "server-sent-events" => HttpTransportType.ServerSentEvents,
        "long-polling" => HttpTransportType.LongPolling,
        _ => HttpTransportType.WebSockets | HttpTransportType.ServerSentEvents | HttpTransportType.LongPolling,
    };

    private static Uri Url((string Value, string Origin)? found)
    {
        if (found is not { } given)
            return new("http://127.0.0.1:5000");
        return Uri.TryCreate(given.Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? url
            : throw SettingSources.Wrong(given, "an address as http://127.0.0.1:5000");
    }
}
