using System.Diagnostics;
using System.Net;
using System.Text.Json;
using SignalRChat.Tests.Architecture;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Edge;

/// <summary><c>eng/cluster.sh</c>: its parts run, it restarts a killed part, and it leaves nothing behind.</summary>
public sealed class ClusterScriptTests : IDisposable
{
    private readonly TempDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task A_cluster_comes_up_gets_over_a_killed_node_and_goes_away_whole()
    {
        string[] arguments = ["--nodes", "2", "--server", ServerProgram.BuiltFile, "--data", _data.Path];
        var start = new ProcessStartInfo(SourceTree.PathOf("eng/cluster.sh"), arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var script = Process.Start(start)!;
        script.ErrorDataReceived += (_, _) => { };
        script.BeginErrorReadLine();
        var address = await script.StandardOutput.ReadLineAsync().WaitAsync(ServerProcess.Deadline);
        var first = ReadState();
        try
        {
            Assert.Equal(address, first.GetProperty("address").GetString());
            Assert.True(await AnswersAsync(new Uri(address!)));

            using (var node = Process.GetProcessById(NodeOf(first, 0)))
                node.Kill();
            await Eventually.HoldsAsync(() => Task.FromResult(NodeOf(ReadState(), 0) != NodeOf(first, 0)));
            var again = new Uri($"{ReadState().GetProperty("nodes")[0].GetProperty("url").GetString()}/health/ready");
            Assert.Equal(first.GetProperty("nodes")[0].GetProperty("port").GetInt32(), again.Port);
            await Eventually.HoldsAsync(() => AnswersAsync(again));
        }
        finally
        {
            Tool.TryRun("kill", "-TERM", $"{script.Id}");
            await script.WaitForExitAsync().WaitAsync(ServerProcess.Deadline);
        }

        Assert.Equal(0, script.ExitCode);
        foreach (var part in (int[])[PidOf(first, "nginx"), PidOf(first, "postgres"), PidOf(first, "redis"), NodeOf(first, 1)])
            Assert.Throws<ArgumentException>(() => Process.GetProcessById(part));
        Assert.False(await AnswersAsync(new Uri(address!)));
    }

    private JsonElement ReadState() => JsonDocument.Parse(File.ReadAllText(_data.File("cluster.json"))).RootElement;

    private static int PidOf(JsonElement state, string part) => state.GetProperty(part).GetProperty("pid").GetInt32();

    private static int NodeOf(JsonElement state, int index) => state.GetProperty("nodes")[index].GetProperty("pid").GetInt32();

    private static async Task<bool> AnswersAsync(Uri address)
    {
        try
        {
            using var http = new HttpClient { Timeout = TestClient.Deadline };
            using var answer = await http.GetAsync(address);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
