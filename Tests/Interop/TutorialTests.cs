using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using SignalRChat.Tests.ClientConsole;

namespace SignalRChat.Tests.Interop;

/// <summary>Runs the commands of docs/tutorial.md, with the built programs in place of <c>dotnet run</c>.</summary>
[UnsupportedOSPlatform("windows")]
public sealed partial class TutorialTests : IDisposable
{
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(60);

    private readonly TempDirectory _folder = new();
    private readonly int _port = FreePort.Find();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_commands_bring_two_users_of_a_backend_into_a_room()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Path, "docs/tutorial.md"));
        string[] blocks = [.. Commands().Matches(page).Select(match => match.Groups["text"].Value.Replace("5000", $"{_port}"))];
        await WriteShimAsync();

        using var server = Process.Start(Bash(blocks[0]))!;
        using var guard = new ProcessGuard(server.Id);
        try
        {
            await ReadyAsync();
            var end = await Tool.RunAsync(Bash(string.Join('\n', blocks[1..])), _deadline);

            Assert.True(end.Code == 0, end.Said);
            Assert.Matches(@"(?s)\d\d:\d\d System  Ann has ordered from Bob\.\n\d\d:\d\d Ann  When will it come\?\n", end.Output);
            Assert.Matches(@"""through"":3.*""text"":""When will it come\?""", end.Output.TrimEnd().Split('\n')[^1]);
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
        }
    }

    private ProcessStartInfo Bash(string commands)
    {
        var start = new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", commands]) { WorkingDirectory = _folder };
        start.Environment["PATH"] = $"{_folder.Path}:{start.Environment["PATH"]}";
        start.Environment["XDG_CONFIG_HOME"] = _folder;
        foreach (var name in ConsoleProcess.ForeignVariables)
            start.Environment.Remove(name);
        return start;
    }

    private async Task WriteShimAsync()
    {
        var shim = Path.Combine(_folder, "dotnet");
        await File.WriteAllTextAsync(
            shim,
            $$"""
            #!/bin/sh
            # Without this folder, so that it does not find itself.
            PATH=${PATH#*:}
            case "$*" in
              run)
                cd '{{RepositoryRoot.Path}}'
                LAUNCH_ENVIRONMENT=Development exec dotnet '{{ServerProgram.BuiltFile}}' --urls http://127.0.0.1:{{_port}} \
                  --Storage:DataDirectory='{{_folder.Path}}/data' ;;
              "run --project ClientConsole -- "*) shift 4; exec dotnet '{{ConsoleProcess.Program}}' "$@" ;;
              *) echo "dotnet $*: not in the tutorial" >&2; exit 1 ;;
            esac
            """);
        File.SetUnixFileMode(shim, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private async Task ReadyAsync()
    {
        using var http = new HttpClient();
        await Eventually.HoldsAsync(
            async () =>
            {
                try
                {
                    using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{_port}/health/ready"));
                    return answer.IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            () => "The server of the tutorial is not ready.");
    }

    [GeneratedRegex(@"(?s)```sh\n(?<text>.*?)```")]
    private static partial Regex Commands();
}
