using System.Reflection;
using Microsoft.Data.Sqlite;
using SignalRChat.Services.Storage.Sqlite;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Storage.Sqlite;

/// <summary>How SQLite runs the statements, by its own plans.</summary>
public sealed class SqlitePlanTests
{
    [Fact]
    public async Task No_statement_runs_a_subquery_again_for_each_row()
    {
        using var folder = new TempDirectory();
        using var store = new SqliteTestStore(folder);
        await store.Messages.MigrateAsync(CancellationToken.None);
        using var connection = new SqliteConnection($"Data Source={store.File};Mode=ReadOnly");
        connection.Open();
        var statements = typeof(SqliteStatements).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.FieldType == typeof(SqliteStatement)).ToArray();
        Assert.True(statements.Length > 20);

        foreach (var field in statements)
        {
            var statement = (SqliteStatement)field.GetValue(null)!;
            using var explain = connection.CreateCommand();
            explain.CommandText = $"EXPLAIN QUERY PLAN {statement.Text}";
            foreach (var parameter in statement.Parameters)
                explain.Parameters.AddWithValue(parameter, DBNull.Value);
            using var steps = explain.ExecuteReader();
            while (steps.Read())
                Assert.DoesNotContain("CORRELATED", steps.GetString(3), StringComparison.Ordinal);
        }
    }
}
