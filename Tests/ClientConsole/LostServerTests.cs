namespace SignalRChat.Tests.ClientConsole;

/// <summary>The console while its server is killed and restarted.</summary>
public sealed class LostServerTests : IDisposable
{
    private readonly TempDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task A_person_sees_the_loss_the_tries_and_what_was_missed_and_types_on()
    {
        await using var server = await ServerProcess.StartNewAsync(_data);
        await using var alice = await Terminal.StartAsync(["--url", $"{server.Url}", "--name", "alice"]);
        await alice.EnterAsync("before");
        await alice.ShowsAsync("alice*  before");

        await server.KillAsync();
        await alice.ShowsAsync("-- disconnected: ");
        await alice.ShowsAsync("; retry 2 in ");
        await alice.EnterAsync("typed while away");
        await alice.PromptsAsync("[#lobby reconnecting, try", "1 waiting] >");
        await server.StartAsync();

        await alice.ShowsAsync("-- reconnected, ");
        await alice.ShowsAsync("alice*  typed while away");
        await alice.EnterAsync("/quit");
        await alice.ShowsAsync("exit=0");
    }

    [Fact]
    public async Task The_first_connect_is_tried_again_and_a_person_can_quit_meanwhile()
    {
        await using var alice = await Terminal.StartAsync(["--url", "http://127.0.0.1:1", "--name", "alice"]);

        await alice.ShowsAsync("-- cannot connect: ");
        await alice.EnterAsync("never sent");
        await alice.EnterAsync("/status");
        await alice.ShowsAsync("connecting, no transport");
        await alice.EnterAsync("/quit");

        await alice.ShowsAsync("exit=6");
        await alice.ShowsAsync("not acknowledged");
    }

    [Fact]
    public async Task The_server_killed_and_started_again_ten_times_under_soak_costs_nothing()
    {
        await using var server = await ServerProcess.StartNewAsync(_data);
        using var soak = ConsoleProcess.Start(
            "soak", "--url", $"{server.Url}", "--connections", "8", "--rooms", "2", "--rate", "40", "--duration", "600",
            "--output", "json");
        for (var kill = 0; kill < 10; kill++)
        {
            await SoakEvents.GrowsAsync(soak, by: 20);
            await server.KillAsync();
            await server.StartAsync();
        }

        await SoakEvents.GrowsAsync(soak, by: 20);
        var (code, output, error) = await soak.InterruptAsync();

        var result = SoakEvents.Result(output);
        Assert.True(code == 0, $"{code}: {output} {error}");
        Assert.True(result.Total.Acked > 200 && result.Total.Acked == result.Total.Sent, output);
        Assert.Equal((0, 0, 0), (result.Total.Lost, result.Total.Repeated, result.Total.Reordered));
        Assert.Equal(result.Total.Acked * 4, result.Total.Received);
        Assert.InRange(result.Reconnects, 20, 200);
    }
}
