using System.Globalization;
using Npgsql;

namespace SignalRChat.Bench.Costs;

/// <summary>
/// Reads the usage of a PostgreSQL server on this machine. It asks the server for its processes, so this program need not have
/// started the server.
/// </summary>
internal sealed class PostgresMeter(string connectionString)
{
    private const int TicksPerSecond = 100;

    // Indexes into /proc/PID/stat, counted after the name: state, parent, …, and the times of the process and of its ended
    // children.
    private const int Parent = 1;
    private static readonly int[] _own = [11, 12];
    private static readonly int[] _ended = [13, 14];

    private const string Figures =
        """
        SELECT (SELECT count(*) FROM messages), pg_table_size('messages'), pg_indexes_size('messages'),
               (pg_current_wal_lsn() - '0/0')::bigint, pg_snapshot_xmax(pg_current_snapshot())::text::bigint, pg_backend_pid()
        """;

    public async Task<PostgresFigures> ReadAsync(CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection($"{connectionString};Pooling=false");
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand(Figures, connection);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return new(Cpu(row.GetInt32(5)), row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4));
    }

    private static TimeSpan Cpu(int backend)
    {
        var server = Stat($"{backend}")![Parent];
        var ticks = Sum(Stat(server)!, _own) + Sum(Stat(server)!, _ended);
        foreach (var folder in Directory.GetDirectories("/proc"))
        {
            if (char.IsAsciiDigit(Path.GetFileName(folder)[0]) && Stat(Path.GetFileName(folder)) is { } stat && stat[Parent] == server)
                ticks += Sum(stat, _own);
        }

        return TimeSpan.FromSeconds((double)ticks / TicksPerSecond);
    }

    private static string[]? Stat(string process)
    {
        try
        {
            // The name before the last parenthesis may contain spaces.
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static long Sum(string[] stat, int[] fields) => fields.Sum(field => long.Parse(stat[field], CultureInfo.InvariantCulture));
}
