using System.Diagnostics;
using SignalRChat.Contracts;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hosting;

/// <summary>The README's instructions for a clone, with the real commands of the SDK.</summary>
public sealed class CloneTests : IDisposable
{
    private static readonly string[] _run =
    [
        "run", "--no-build", "--configuration",
        new DirectoryInfo(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)).Name, "--project", "SignalRChat.csproj",
    ];

    private readonly TempDirectory _clone = new();
    private readonly TempDirectory _profile = new();
    private readonly TempDirectory _data = new();

    public void Dispose()
    {
        _clone.Dispose();
        _profile.Dispose();
        _data.Dispose();
    }

    // Regression: "dotnet user-jwts" failed and edited the project file, and with "dotnet run" the launch profile overrode the
    // environment.
    [Fact]
    public async Task A_server_of_dotnet_run_accepts_a_user_jwts_token_at_the_environments_address()
    {
        Git(RepositoryRoot.Path, "checkout-index", "--all", $"--prefix={_clone.Path}/");
        Git(_clone, "init", "--quiet");
        Git(_clone, "add", "--all");

        var created = await DotnetAsync(_clone, "user-jwts", "create", "--name", "alice", "--output", "token");
        var token = created.Trim().Split('\n')[^1];

        Assert.Equal("", Git(_clone, "diff", "--name-only"));
        using var server = Process.Start(Command([], RepositoryRoot.Path, _run))!;
        using var guard = new ProcessGuard(server.Id);
        try
        {
            var url = await ListeningAsync(server);
            Assert.StartsWith("http://127.0.0.1:", url, StringComparison.Ordinal);
            var guest = new GuestTokenResult { AccessToken = token, ExpiresAt = 0, UserId = "alice", Name = "alice" };
            await using var alice = await TestClient.ConnectAsync(new Uri(url), guest, "json");
            await alice.JoinAsync("lobby");
        }
        finally
        {
            server.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public async Task The_environment_of_the_shell_counts_before_that_of_the_launch_profile()
    {
        var command = Command(
            new() { ["ASPNETCORE_ENVIRONMENT"] = "Staging", ["Logging__Console__FormatterName"] = "simple" }, RepositoryRoot.Path, _run);

        var end = await Tool.RunAsync(command, ServerProcess.Deadline);

        // Guests are off outside Development.
        Assert.Equal(78, end.Code);
        Assert.StartsWith("No sign-in is configured", end.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("environment Development", end.Output, StringComparison.Ordinal);
    }

    private static string Git(string folder, params string[] arguments)
    {
        var (code, said) = Tool.Run("git", ["-C", folder, .. arguments]);
        Assert.True(code == 0, said);
        return said;
    }

    /// <summary>Returns the address it listens on, once it serves.</summary>
    private static async Task<string> ListeningAsync(Process server)
    {
        var lines = new List<string>();
        var url = "";
        while (await server.StandardOutput.ReadLineAsync().WaitAsync(ServerProcess.Deadline) is { } line)
        {
            lines.Add(line);
            if (line.Split("Now listening on: ") is [_, var listening])
                url = listening;
            if (line.Contains("Application started", StringComparison.Ordinal))
                return url;
        }
        throw new Xunit.Sdk.XunitException(
            $"The server ended before it listened:\n{string.Join('\n', lines)}\n{await server.StandardError.ReadToEndAsync()}");
    }

    private async Task<string> DotnetAsync(string folder, params string[] arguments)
    {
        var end = await Tool.RunAsync(Command([], folder, arguments), ServerProcess.Deadline);
        Assert.True(end.Code == 0, end.Said);
        return end.Output;
    }

    private ProcessStartInfo Command(Dictionary<string, string> environment, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The folder of user secrets, instead of the tester's profile.
        start.Environment["APPDATA"] = _profile;
        start.Environment["Storage__DataDirectory"] = _data;
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment.Remove("ASPNETCORE_ENVIRONMENT");
        start.Environment.Remove("DOTNET_ENVIRONMENT");
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return start;
    }
}
