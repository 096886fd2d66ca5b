using System.Net;
using Microsoft.Data.Sqlite;
using Npgsql;
using SignalRChat.Client;
using SignalRChat.Contracts;
using SignalRChat.Hosting;
using SignalRChat.Tests.Hosting.Library;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Storage;

/// <summary>
/// Regression: a node listened only after its migrations. So a supervisor with a liveness check ended a long migration and
/// restarted it without end.
/// </summary>
[Collection(SharedPostgres.Name)]
public sealed class StartDuringMigrationTests(PostgresFixture shared) : IDisposable
{
    private static readonly HttpClient _http = new();

    private readonly TempDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData("postgres")]
    [InlineData("sqlite")]
    public async Task Node_answers_that_it_lives_and_serves_nothing_until_the_migration_ends(string kind)
    {
        var postgres = kind == "postgres" ? await shared.Server.NewDatabaseAsync() : null;
        await using var node = new ServerProcess(_data.Path, postgres is null ? null : NodeSettings.On(postgres));
        Task starting;
        Task<string> first;
        await using (await HoldMigrationAsync(postgres))
        {
            starting = node.StartAsync();
            var url = await node.ListensAsync();
            await Eventually.TrueAsync(() => node.Output.Contains("Now listening", StringComparison.Ordinal), "It listens");

            await AnswersAsync(HttpStatusCode.OK, url, "health/live");
            await AnswersAsync(HttpStatusCode.ServiceUnavailable, url, "health/ready");
            // Regression: the image's check asked for readiness, so the orchestrator ended the node during a long migration.
            Assert.Equal(0, await HealthProbe.RunAsync(["--healthcheck", "live", "--urls", url.OriginalString]));
            Assert.Equal(1, await HealthProbe.RunAsync(["--healthcheck", "ready", "--urls", url.OriginalString]));
            Assert.Equal(1, await HealthProbe.RunAsync(["--urls", url.OriginalString, "--healthcheck"]));
            foreach (var path in (string[])["", "js/page/main.js", ChatPaths.GuestToken, $"{ChatPaths.Hub}/negotiate", ChatPaths.Hub])
                Assert.Equal(TimeSpan.FromSeconds(1), await AnswersAsync(HttpStatusCode.ServiceUnavailable, url, path));
            first = FirstMessageAsync(url);
            await AnswersAsync(HttpStatusCode.ServiceUnavailable, url, "health/ready");
            Assert.False(starting.IsCompleted);
        }

        await starting;
        await AnswersAsync(HttpStatusCode.OK, node.Url, "health/ready");
        // The library treated the rejections as temporary.
        Assert.Equal("hello", await first.WaitAsync(ServerProcess.Deadline));
    }

    [Fact]
    public async Task Node_that_is_stopped_in_a_migration_ends_cleanly_and_leaves_nothing_running()
    {
        var postgres = await shared.Server.NewDatabaseAsync();
        await using var node = new ServerProcess(_data.Path, NodeSettings.On(postgres));
        await using var hold = await HoldMigrationAsync(postgres);
        var starting = node.StartAsync();
        await Eventually.HoldsAsync(async () => await MigratingAsync(postgres) == 1);

        var exit = await node.TerminateAsync();

        Assert.Equal((0, ""), (exit.Code, exit.StandardError));
        Assert.DoesNotContain("   at ", exit.StandardOutput, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => starting);
        await Eventually.HoldsAsync(async () => await MigratingAsync(postgres) == 0);
    }

    /// <summary>Regression: the start of an app waited for the chat's database, and ended if it did not answer.</summary>
    [Fact]
    public async Task An_app_serves_while_the_database_of_its_chat_is_away_and_the_chat_follows()
    {
        var postgres = new NpgsqlConnectionStringBuilder(await shared.Server.NewDatabaseAsync());
        await using var network = TcpProxy.Start(new Uri($"tcp://127.0.0.1:{postgres.Port}"));
        network.Refuse();
        postgres.Port = network.Url.Port;
        var builder = EmbeddedTests.WithChat(
            _data, new() { [NodeSettings.Postgres] = postgres.ToString(), ["Storage:Postgres:StartWait"] = "00:00:00" });
        await using var app = await SomebodysApp.StartAsync(builder, chatToo: false);
        await Eventually.TrueAsync(() => app.Log.GetSnapshot().Any(line => line.Id.Id == 3116), "It waits for the database");

        await AnswersAsync(HttpStatusCode.Unauthorized, app.Url, "me");
        await AnswersAsync(HttpStatusCode.OK, app.Url, "chat/health/live");
        await AnswersAsync(HttpStatusCode.ServiceUnavailable, app.Url, "chat/health/ready");
        Assert.Equal(TimeSpan.FromSeconds(1), await AnswersAsync(HttpStatusCode.ServiceUnavailable, app.Url, $"chat{ChatPaths.Hub}"));
        network.Pass();

        Assert.Equal("hello", await FirstMessageAsync(app.Chat).WaitAsync(ServerProcess.Deadline));
        await AnswersAsync(HttpStatusCode.OK, app.Url, "chat/health/ready");
    }

    /// <summary>
    /// A client that connects too early, without an event to the app. Returns the text that it finally stored.
    /// </summary>
    private static async Task<string> FirstMessageAsync(Uri url)
    {
        await using var client = new ChatClient(new()
        {
            Url = url,
            AccessTokenProvider = async cancel => (await Guests.SignInAsync(url, "ada", cancel)).AccessToken,
        });
        await client.ConnectAsync();
        await client.JoinAsync("lobby");
        await client.SendAsync("lobby", "hello");
        return Assert.Single((await client.GetHistoryAsync("lobby")).Messages).Text;
    }

    /// <summary>The delay that the answer requests; null if it requests none.</summary>
    private static async Task<TimeSpan?> AnswersAsync(HttpStatusCode expected, Uri url, string path)
    {
        using var answer = await _http.GetAsync(new Uri(url, path));
        Assert.Equal(expected, answer.StatusCode);
        return answer.Headers.RetryAfter?.Delta;
    }

    /// <summary>Prevents the first script from ending, as a table would that takes an hour to read.</summary>
    private async Task<IAsyncDisposable> HoldMigrationAsync(string? postgres)
    {
        if (postgres is not null)
        {
            var session = new NpgsqlConnection($"{postgres};Pooling=false");
            await session.OpenAsync();
            await using var make = new NpgsqlCommand("BEGIN; CREATE TABLE meta ()", session);
            await make.ExecuteNonQueryAsync();
            return session;
        }

        var file = new SqliteConnection($"Data Source={Path.Combine(_data.Path, "chat.db")};Pooling=false");
        await file.OpenAsync();
        await using var begin = file.CreateCommand();
        begin.CommandText = "BEGIN EXCLUSIVE";
        await begin.ExecuteNonQueryAsync();
        return file;
    }

    private async Task<long> MigratingAsync(string postgres) => (long)(await shared.Server.RunAsync(
        "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'signalrchat%' "
        + $"AND datname = '{new NpgsqlConnectionStringBuilder(postgres).Database}' AND wait_event_type = 'Lock'"))!;
}
