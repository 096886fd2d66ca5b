using System.Diagnostics;
using System.Runtime.Versioning;
using SignalRChat.Tests.ClientConsole;

namespace SignalRChat.Tests.Interop;

/// <summary>Runs the commands of docs/tutorial.md, with the built programs in place of <c>dotnet run</c>.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class TutorialTests : IDisposable
{
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(60);

    private readonly DocumentScript _script = new("docs/tutorial.md", 5000);
    private readonly TempDirectory _data = new();

    public void Dispose()
    {
        _script.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task The_commands_bring_two_users_of_a_backend_into_a_room()
    {
        _script.Variables["XDG_CONFIG_HOME"] = _data;
        foreach (var name in ConsoleProcess.ForeignVariables)
            _script.Variables[name] = null;
        _script.PutInPlaceOf("dotnet", $$"""
            case "$*" in
              run)
                cd '{{RepositoryRoot.Path}}'
                LAUNCH_ENVIRONMENT=Development exec dotnet '{{ServerProgram.BuiltFile}}' --urls http://127.0.0.1:5000 \
                  --Storage:DataDirectory='{{_data.Path}}' ;;
              "run --project ClientConsole -- "*) shift 4; exec dotnet '{{ConsoleProcess.Program}}' "$@" ;;
              *) echo "dotnet $*: not in the tutorial" >&2; exit 1 ;;
            esac
            """);
        string[] blocks = [.. _script.Blocks];

        using var server = Process.Start(_script.Bash(blocks[0]))!;
        using var guard = new ProcessGuard(server.Id);
        try
        {
            await ReadyAsync();
            var end = await Tool.RunAsync(_script.Bash(string.Join('\n', blocks[1..])), _deadline);

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

    private async Task ReadyAsync()
    {
        using var http = new HttpClient();
        await Eventually.HoldsAsync(
            async () =>
            {
                try
                {
                    using var answer = await http.GetAsync(new Uri(_script.At(5000), "health/ready"));
                    return answer.IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            () => "The server of the tutorial is not ready.");
    }
}
