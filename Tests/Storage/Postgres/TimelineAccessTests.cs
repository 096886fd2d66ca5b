using Npgsql;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Storage.Postgres;

/// <summary>
/// Regression: some databases deny the functions by which a node notices a failover, as Aurora PostgreSQL does by default.
/// There a migration failed, and the start ended with a stack trace.
/// </summary>
[Collection(SharedPostgres.Name)]
public sealed class TimelineAccessTests(PostgresFixture shared) : IDisposable
{
    private const string Aurora =
        """
        CREATE SCHEMA aurora;
        CREATE FUNCTION aurora.pg_current_wal_insert_lsn() RETURNS pg_lsn LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'wal_level must be set to ''logical''' USING ERRCODE = '55000'; END $$;
        GRANT ALL ON SCHEMA aurora TO PUBLIC
        """;

    private readonly TempDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Theory]
    [InlineData(Aurora, "SQLSTATE 55000: wal_level must be set to 'logical'")]
    [InlineData(
        "REVOKE EXECUTE ON FUNCTION pg_current_wal_insert_lsn FROM PUBLIC",
        "SQLSTATE 42501: permission denied for function pg_current_wal_insert_lsn")]
    [InlineData(
        "REVOKE EXECUTE ON FUNCTION pg_control_system FROM PUBLIC",
        "SQLSTATE 42501: permission denied for function pg_control_system")]
    public async Task Start_is_refused_in_one_sentence_if_the_database_does_not_show_its_timeline(string refusal, string reason)
    {
        var database = new NpgsqlConnectionStringBuilder(await shared.Server.NewDatabaseAsync());
        var user = $"limited_{database.Database}";
        await shared.Server.RunAsync($"CREATE ROLE {user} LOGIN");
        await shared.Server.RunAsync($"ALTER DATABASE {database.Database} OWNER TO {user}");
        await shared.Server.RunAsync(refusal, database.Database!);
        // PostgreSQL searches its own schema first, unless the path names it.
        if (refusal == Aurora)
            await shared.Server.RunAsync($"ALTER DATABASE {database.Database} SET search_path = aurora, pg_catalog, public");
        database.Username = user;

        var exit = await ServerProcess.RunToEndAsync(_data.Path, NodeSettings.On(database.ConnectionString));

        Assert.Equal(78, exit.Code);
        Assert.Equal(
            $"ConnectionStrings:Postgres names a server (127.0.0.1:{shared.Server.Port}) that does not report its timeline, so a "
            + $"failover would go unnoticed ({reason}); "
            + "expected EXECUTE on pg_current_wal_insert_lsn, pg_walfile_name and pg_control_system; "
            + "on Amazon Aurora also rds.logical_replication = 1.",
            exit.StandardError.TrimEnd());
        Assert.DoesNotContain("   at ", exit.StandardOutput, StringComparison.Ordinal);
    }
}
