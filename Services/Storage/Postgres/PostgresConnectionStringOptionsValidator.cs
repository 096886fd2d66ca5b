namespace SignalRChat.Services.Storage.Postgres;

internal sealed class PostgresConnectionStringOptionsValidator : IValidateOptions<ConnectionStringOptions>
{
    private const string PostgresKey = $"{ConnectionStringOptions.SectionName}:{nameof(ConnectionStringOptions.Postgres)}";
    private const string RedisKey = $"{ConnectionStringOptions.SectionName}:{nameof(ConnectionStringOptions.Redis)}";

    public ValidateOptionsResult Validate(string? name, ConnectionStringOptions options)
    {
        if (options is { Redis: not null, Postgres: null })
        {
            return ValidateOptionsResult.Fail(
                $"{RedisKey} is set and {PostgresKey} is not; expected both, because nodes need one database, "
                + "or neither for a single node.");
        }
        if (options.Postgres is null)
            return ValidateOptionsResult.Success;
        if (string.IsNullOrWhiteSpace(options.Postgres))
            return ValidateOptionsResult.Fail($"{PostgresKey} is empty; expected a connection string, or no such key for SQLite.");

        // The parser's message is not repeated: it would cut a password with a semicolon in two and name half of it.
        return PostgresConnection.TryParse(options.Postgres, out _)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{PostgresKey} cannot be read; expected the form Host=…;Database=…;Username=…;Password=…, "
                + "with quotes around a value that holds a semicolon.");
    }
}
