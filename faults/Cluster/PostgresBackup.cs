using System.Globalization;

namespace SignalRChat.Faults.Cluster;

/// <summary>Runs <c>pg_dump</c>, and <c>pg_restore</c> into a new database that replaces the old one.</summary>
internal sealed class PostgresBackup(PostgresServer postgres, string database) : IDatabaseBackup
{
    private readonly TempDirectory _folder = new();

    private string Dump => _folder.File("chat.dump");

    public Task TakeAsync() => RunAsync("pg_dump", "--format=custom", "--file", Dump, database);

    public async Task PutBackAsync()
    {
        // The last sessions of the nodes may still be ending.
        await postgres.RunAsync($"DROP DATABASE {database} WITH (FORCE)");
        await postgres.RunAsync($"CREATE DATABASE {database} ENCODING 'UTF8' TEMPLATE template0");
        await RunAsync("pg_restore", "--exit-on-error", "--dbname", database, Dump);
        await postgres.RunAsync("UPDATE meta SET epoch = replace(gen_random_uuid()::text, '-', '')", database);
    }

    public void Dispose() => _folder.Dispose();

    private Task RunAsync(string tool, params string[] arguments) => Task.Run(() =>
    {
        var port = postgres.Port.ToString(CultureInfo.InvariantCulture);
        string[] line = ["--host=127.0.0.1", $"--port={port}", $"--username={PostgresServer.SuperUser}", .. arguments];
        var (code, said) = Tool.Run(PostgresServer.ToolPath(tool), line);
        if (code != 0)
            throw new InvalidOperationException($"{tool} ended with {code}: {said}");
    });
}
