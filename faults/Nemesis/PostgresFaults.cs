using SignalRChat.Tests.Support;

namespace SignalRChat.Faults.Nemesis;

/// <summary><c>kill -9</c> of the database, and its recovery.</summary>
internal sealed class PostgresKilled(PostgresServer postgres) : IFault
{
    public string Target => "postgres";

    public Task BeginAsync() => postgres.KillAsync();

    public Task EndAsync() => postgres.StartAsync();
}
