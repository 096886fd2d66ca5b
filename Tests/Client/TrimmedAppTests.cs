using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Client;

/// <summary>
/// An app on the client library, published trimmed (Tests/Client/Trimmed) and run against a server. Regression: the client
/// wrote JSON by reflection, which a trimmed app does not have, and a join never completed.
/// </summary>
public sealed class TrimmedAppTests : IDisposable
{
    private static readonly TimeSpan _deadline = TimeSpan.FromMinutes(4);

    private readonly ChatServer _server = new();
    private readonly TempDirectory _folder = new();

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_trimmed_app_talks_in_both_protocols_and_keeps_its_state()
    {
        var project = Path.Combine(RepositoryRoot.Path, "Tests", "Client", "Trimmed", "TrimmedApp.csproj");
        // In a separate folder, so that the output of the other tests stays unchanged.
        var (code, said) = await RunAsync(
            "dotnet", "publish", project, "--configuration", "Release", "--use-current-runtime",
            "--output", _folder.File("app"), $"-p:ArtifactsPath={_folder.File("artifacts")}", "-nodeReuse:false");
        Assert.True(code == 0, said);
        Assert.DoesNotContain("warning", said, StringComparison.Ordinal);

        var token = (await _server.GuestAsync("alice")).AccessToken;
        var json = await RunAsync(_folder.File("app/TrimmedApp"), _server.Url.ToString(), token, _folder.File("kept"), "Json");
        Assert.Equal((0, "owner, two, 1 message, 1 member"), json);
        var messagePack = await RunAsync(
            _folder.File("app/TrimmedApp"), _server.Url.ToString(), token, _folder.File("kept"), "MessagePack");
        Assert.Equal((0, "owner, two, 2 message, 1 member"), messagePack);
    }

    private static async Task<(int Code, string Said)> RunAsync(string command, params string[] arguments)
    {
        var end = await Tool.RunAsync(new(command, arguments), _deadline);
        return (end.Code, end.Said.Trim());
    }
}
