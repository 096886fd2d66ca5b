using System.Text.Json;
using Npgsql;

namespace SignalRChat.Tests.Storage.Postgres;

/// <summary>PostgreSQL's plan of a statement.</summary>
internal static class PostgresPlan
{
    /// <param name="session">The session that prepares the statement.</param>
    /// <param name="statement">Its text, with parameters.</param>
    /// <param name="values">The values of the parameters, as SQL with commas between; empty for none.</param>
    /// <param name="options">Options of EXPLAIN with a comma after each, such as <c>ANALYZE, </c> to run it.</param>
    public static async Task<JsonElement> ReadAsync(NpgsqlConnection session, string statement, string values, string options)
    {
        await RunAsync(session, $"PREPARE looked_at AS {statement}");
        var execute = $"EXECUTE looked_at{(values.Length > 0 ? $"({values})" : "")}";
        await using var explain = new NpgsqlCommand($"EXPLAIN ({options}FORMAT JSON) {execute}", session);
        var plan = (string)(await explain.ExecuteScalarAsync())!;
        await RunAsync(session, "DEALLOCATE looked_at");
        return JsonDocument.Parse(plan).RootElement[0].GetProperty("Plan");
    }

    /// <summary>The node and all nodes below it.</summary>
    public static IEnumerable<JsonElement> Nodes(JsonElement node) =>
        node.TryGetProperty("Plans", out var plans) ? plans.EnumerateArray().SelectMany(Nodes).Prepend(node) : [node];

    /// <summary>The number of rows that it read from a table, including those that a filter removed.</summary>
    public static double RowsReadOf(JsonElement plan, string table) =>
        Nodes(plan).Where(node => node.TryGetProperty("Relation Name", out var name) && name.GetString() == table).Sum(RowsRead);

    private static double RowsRead(JsonElement node)
    {
        var filtered = node.TryGetProperty("Rows Removed by Filter", out var removed) ? removed.GetDouble() : 0;
        return (node.GetProperty("Actual Rows").GetDouble() + filtered) * node.GetProperty("Actual Loops").GetDouble();
    }

    private static async Task RunAsync(NpgsqlConnection session, string statement)
    {
        await using var command = new NpgsqlCommand(statement, session);
        await command.ExecuteNonQueryAsync();
    }
}
