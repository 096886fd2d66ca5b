using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Npgsql;
using SignalRChat.Services.Storage.Postgres;

namespace SignalRChat.Tests.Storage.Postgres;

/// <summary>PostgreSQL's plan of a statement.</summary>
internal static partial class PostgresPlan
{
    /// <summary>All statements of the store that have a plan, by name.</summary>
    public static Dictionary<string, string> Statements()
    {
        var all = typeof(PostgresStatements).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.IsLiteral).ToDictionary(field => field.Name, field => (string)field.GetRawConstantValue()!)
            .Where(statement => HasPlan().IsMatch(statement.Value)).ToDictionary();
        Assert.True(all.Count > 20);
        return all;
    }

    /// <param name="session">The session that prepares the statement.</param>
    /// <param name="statement">Its text, with parameters.</param>
    /// <param name="values">The values of the parameters, as SQL with commas between; empty for none.</param>
    /// <param name="options">Options of EXPLAIN with a comma after each, such as <c>ANALYZE, </c> to run it.</param>
    public static async Task<JsonElement> ReadAsync(NpgsqlConnection session, string statement, string values, string options)
    {
        await RunAsync(session, $"PREPARE looked_at AS {statement}");
        var plan = await ExplainAsync(session, $"looked_at{(values.Length > 0 ? $"({values})" : "")}", options);
        await RunAsync(session, "DEALLOCATE looked_at");
        return plan;
    }

    /// <summary>The plan of a prepared statement, which is named with its values in brackets.</summary>
    public static async Task<JsonElement> ExplainAsync(NpgsqlConnection session, string prepared, string options)
    {
        await using var explain = new NpgsqlCommand($"EXPLAIN ({options}FORMAT JSON) EXECUTE {prepared}", session);
        return JsonDocument.Parse((string)(await explain.ExecuteScalarAsync())!).RootElement[0].GetProperty("Plan");
    }

    /// <summary>The node and all nodes below it.</summary>
    public static IEnumerable<JsonElement> Nodes(JsonElement node) =>
        node.TryGetProperty("Plans", out var plans) ? plans.EnumerateArray().SelectMany(Nodes).Prepend(node) : [node];

    /// <summary>The number of rows that it read from a table, including those that a filter removed.</summary>
    public static double RowsReadOf(JsonElement plan, string table) =>
        Nodes(plan).Where(node => node.TryGetProperty("Relation Name", out var name) && name.GetString() == table).Sum(RowsRead);

    /// <summary>The pages that the whole plan touched, in memory or on disk.</summary>
    public static int Buffers(JsonElement plan) =>
        plan.GetProperty("Shared Hit Blocks").GetInt32() + plan.GetProperty("Shared Read Blocks").GetInt32();

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

    // BEGIN, SET and the like have none.
    [GeneratedRegex(@"^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b")]
    private static partial Regex HasPlan();
}
