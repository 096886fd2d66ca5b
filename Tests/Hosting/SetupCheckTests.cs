using System.Net;
using System.Net.Sockets;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Hosting;

/// <summary>The program's check of a setup, as an operator runs it before a start: <c>SignalRChat check</c>.</summary>
[Collection(SharedPostgres.Nodes)]
public sealed class SetupCheckTests(PostgresFixture postgres) : IDisposable
{
    private const string Secret = "correct-horse";

    private readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_exits_with_0_if_all_that_is_configured_answers()
    {
        using var redis = await RedisServer.StartNewAsync();
        await using var issuer = await TokenIssuer.StartAsync();

        var (code, lines) = Check(new(issuer.Settings)
        {
            [NodeSettings.Postgres] = await postgres.Server.NewDatabaseAsync(),
            [NodeSettings.Redis] = redis.ConnectionString,
        });

        Assert.Equal("settings:   ok", lines[0]);
        Assert.StartsWith("database:   ok: PostgreSQL at ", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("redis:      ok: 127.0.0.1:", lines[2], StringComparison.Ordinal);
        Assert.StartsWith($"issuer:     ok: {issuer.Authority}/, signing keys: ", lines[3], StringComparison.Ordinal);
        Assert.Equal((0, 4), (code, lines.Length));
    }

    /// <summary>Regression: the reason of an issuer that answers with an error held its whole address.</summary>
    [Fact]
    public async Task An_issuer_that_answers_with_an_error_is_named_without_its_secrets()
    {
        await using var issuer = await TokenIssuer.StartAsync();
        issuer.Answers = false;
        var address = new UriBuilder($"{issuer.Authority}/nothing-here") { UserName = "chat", Password = Secret, Query = $"code={Secret}" };

        var (code, lines) = Check(new(issuer.Settings)
        {
            ["Authentication:Schemes:Bearer:Authority"] = null,
            ["Authentication:Schemes:Bearer:MetadataAddress"] = address.Uri.AbsoluteUri,
        });

        Assert.Equal($"issuer:     FAILED: {issuer.Authority}/nothing-here does not give its signing keys: it answers 503", lines[3]);
        Assert.Equal(1, code);
        Assert.All(lines, line => Assert.DoesNotContain(Secret, line, StringComparison.Ordinal));
    }

    [Fact]
    public void Each_that_is_dead_is_named_within_seconds_without_a_secret()
    {
        var dead = $"127.0.0.1:{FreePort.Find()}";

        var (code, lines) = Check(new()
        {
            [NodeSettings.Postgres] = $"Host=127.0.0.1;Port={FreePort.Find()};Database=chat;Username=chat;Password={Secret}",
            [NodeSettings.Redis] = $"{dead},password={Secret}",
            ["Authentication:Schemes:Bearer:Authority"] = $"http://{dead}",
            ["Authentication:Schemes:Bearer:RequireHttpsMetadata"] = "false",
            ["Authentication:Schemes:Bearer:ValidAudiences:0"] = "chat",
        });

        Assert.Equal("settings:   ok", lines[0]);
        Assert.StartsWith("database:   FAILED: PostgreSQL at 127.0.0.1:", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("redis:      FAILED: Redis cannot be reached", lines[2], StringComparison.Ordinal);
        Assert.StartsWith($"issuer:     FAILED: http://{dead}/ does not give its signing keys: ", lines[3], StringComparison.Ordinal);
        Assert.Equal((1, 4), (code, lines.Length));
        Assert.All(lines, line => Assert.DoesNotContain(Secret, line, StringComparison.Ordinal));
    }

    [Fact]
    public void A_wrong_setting_is_all_that_it_prints()
    {
        var (code, lines) = Check(new() { ["Chat:Limits:TextLength"] = "0" });

        Assert.StartsWith("settings:   FAILED: ", Assert.Single(lines), StringComparison.Ordinal);
        Assert.Contains("TextLength", lines[0], StringComparison.Ordinal);
        Assert.Equal(1, code);
    }

    [Fact]
    public void A_single_node_uses_neither_Redis_nor_an_issuer()
    {
        var (code, lines) = Check([]);

        string[] expected =
            ["settings:   ok", $"database:   ok: SQLite, {_folder.File("chat.db")}", "redis:      not used", "issuer:     not used"];
        Assert.Equal(expected, lines);
        Assert.Equal(0, code);
    }

    private (int Code, string[] Lines) Check(Dictionary<string, string?> settings)
    {
        settings["Storage:DataDirectory"] = _folder;
        settings["environment"] = "Development";
        settings["contentRoot"] = RepositoryRoot.Path;
        using var collector = new TcpListener(IPAddress.Loopback, 0);
        collector.Start();
        var given = settings.Where(setting => setting.Value is not null).Select(setting => $"--{setting.Key}={setting.Value}");
        var (code, said) = Tool.Run(
            "env", [$"OTEL_EXPORTER_OTLP_ENDPOINT=http://{collector.LocalEndpoint}", "dotnet", ServerProgram.BuiltFile, "check", .. given]);
        // The metrics of a node that never serves would mislead.
        Assert.False(collector.Pending());
        return (code, said.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
