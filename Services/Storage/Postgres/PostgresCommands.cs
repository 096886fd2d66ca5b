using Npgsql;

namespace SignalRChat.Services.Storage.Postgres;

/// <summary>Binds values in the order of their places ($1, $2 …).</summary>
internal static class PostgresCommands
{
    public static NpgsqlBatchCommand Add(this NpgsqlBatch batch, string text)
    {
        var command = new NpgsqlBatchCommand(text);
        batch.BatchCommands.Add(command);
        return command;
    }

    public static NpgsqlBatchCommand With<T>(this NpgsqlBatchCommand command, T value)
    {
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return command;
    }

    public static NpgsqlCommand With<T>(this NpgsqlCommand command, T value)
    {
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return command;
    }

    /// <summary>A column with the epoch.</summary>
    /// <exception cref="EpochOverException">The server is on another timeline than the epoch.</exception>
    public static string ReadEpoch(this NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? throw new EpochOverException() : row.GetString(column);

    /// <summary>All rows of a command.</summary>
    public static async Task<List<T>> ReadAllAsync<T>(
        this NpgsqlCommand command, Converter<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(read(reader));
        return rows;
    }
}
