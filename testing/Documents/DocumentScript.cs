using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;

namespace SignalRChat.Testing;

/// <summary>
/// The commands of a document, run in an empty folder as a reader types them: at other ports, with this repository as the clone beside
/// the folder, and with a test's programs in place of some.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal sealed partial class DocumentScript : IDisposable
{
    private readonly TempDirectory _root = new();
    private readonly (string Heading, string Commands)[] _blocks;
    private readonly Dictionary<int, int> _ports;
    private readonly string _programs;

    /// <param name="document">Relative to the repository.</param>
    /// <param name="ports">Those that the document uses.</param>
    public DocumentScript(string document, params int[] ports)
    {
        _blocks = [.. Read(RepositoryRoot.Read(document))];
        _ports = ports.ToDictionary(port => port, _ => FreePort.Find());
        _programs = Directory.CreateDirectory(_root.File("programs")).FullName;
        Folder = Directory.CreateDirectory(_root.File("empty")).FullName;
    }

    /// <summary>The folder in which the commands run.</summary>
    public string Folder { get; }

    public Dictionary<string, string?> Variables { get; } = [];

    /// <summary>The blocks of commands, in their order.</summary>
    public IEnumerable<string> Blocks => _blocks.Select(block => Here(block.Commands));

    /// <summary>The commands between a heading and the next one.</summary>
    public string Below(string heading)
    {
        var found = _blocks.Where(block => block.Heading == heading).Select(block => Here(block.Commands)).ToArray();
        return found.Length > 0
            ? string.Join('\n', found)
            : throw new ArgumentException($"There are no commands below {heading}.", nameof(heading));
    }

    /// <summary>The address at which the document's server of this port listens.</summary>
    public Uri At(int port) => new($"http://127.0.0.1:{_ports[port]}");

    /// <summary>Puts a shell script in the place of a command. In it, the command itself is found.</summary>
    public void PutInPlaceOf(string command, string script)
    {
        var file = Path.Combine(_programs, command);
        File.WriteAllText(file, $"#!/bin/sh\nPATH=${{PATH#*:}}\n{Here(script)}\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>A shell that runs the commands and stops at the first failure.</summary>
    public ProcessStartInfo Bash(string commands)
    {
        var start = new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", commands]) { WorkingDirectory = Folder };
        start.Environment["PATH"] = $"{_programs}:{start.Environment["PATH"]}";
        foreach (var (name, value) in Variables)
        {
            if (value is null)
                start.Environment.Remove(name);
            else
                start.Environment[name] = value;
        }
        return start;
    }

    public void Dispose() => _root.Dispose();

    private string Here(string text) => _ports.Aggregate(
        Clone().Replace(text, RepositoryRoot.Path),
        (sofar, port) => Regex.Replace(sofar, $@"\b{port.Key}\b", $"{port.Value}"));

    private static IEnumerable<(string Heading, string Commands)> Read(string text)
    {
        var heading = "";
        foreach (Match part in Part().Matches(text))
        {
            if (part.Groups["heading"].Success)
                heading = part.Groups["heading"].Value;
            else if (part.Groups["language"].Value == "sh")
                yield return (heading, part.Groups["commands"].Value);
        }
    }

    [GeneratedRegex(@"(?<![\w./])\.\./SignalRChat(?![\w.])")]
    private static partial Regex Clone();

    // A fence as a whole, so that a comment in it is no heading.
    [GeneratedRegex(@"(?m)^```(?<language>\w*)\n(?<commands>(?s:.*?))^```$|^#+ (?<heading>.+)$")]
    private static partial Regex Part();
}
