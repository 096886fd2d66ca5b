using System.Text.RegularExpressions;
using DbUp.Engine;

namespace SignalRChat.Services.Storage;

/// <summary>
/// One step of the schema, <c>NNNN-name.sql</c>. Its number is the version of the schema. A script
/// <c>NNNN-name.concurrent.sql</c> (PostgreSQL only) builds one index outside a transaction, while other nodes read and write.
/// </summary>
internal sealed partial record MigrationScript(string Name, string Sql)
{
    private const string Concurrent = ".concurrent.sql";

    /// <summary>The script that adds the column <c>meta.minimum_reader</c>: earlier ones cannot set it.</summary>
    private const int FirstWithMinimumReader = 5;

    public int Number => NumberOf(Name);

    public bool IsConcurrent => Name.EndsWith(Concurrent, StringComparison.Ordinal);

    /// <summary>
    /// The oldest schema version that a server must know to run on a database with this script. By default the script's own
    /// number, so that an older server is refused. A script that older servers can live with states theirs in its first line:
    /// <c>-- minimum-reader: 0005</c>.
    /// </summary>
    public int MinimumReader => StatedReader().Match(Sql) is { Success: true } stated ? NumberOf(stated.Groups["number"].Value) : Number;

    /// <summary>The index that a concurrent script builds.</summary>
    /// <exception cref="InvalidOperationException">The script does anything else.</exception>
    public string IndexName => CreateIndex().Match(Sql) is { Success: true } create
        ? create.Groups["index"].Value
        : throw new InvalidOperationException($"{Name} must be one CREATE INDEX CONCURRENTLY IF NOT EXISTS, with the index's name in "
            + "lower case.");

    /// <summary>Stores the minimum reader in the transaction of the script itself. An index changes nothing for a reader.</summary>
    public SqlScript ForDbUp() => new(Name, Number < FirstWithMinimumReader
        ? Sql
        : $"{Sql}\nUPDATE meta SET minimum_reader = {MinimumReader} WHERE minimum_reader < {MinimumReader};\n");

    /// <summary>The number that the name of a script begins with.</summary>
    public static int NumberOf(string name) => int.Parse(name.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\A-- minimum-reader: (?<number>\d{4})\r?$", RegexOptions.Multiline)]
    private static partial Regex StatedReader();

    [GeneratedRegex(
        @"\A(?:\s*--[^\n]*\n)*\s*CREATE\s+(?:UNIQUE\s+)?INDEX\s+CONCURRENTLY\s+IF\s+NOT\s+EXISTS\s+"
        + @"(?<index>[a-z0-9_]+)\s+ON\s[^;]*;?\s*\z")]
    private static partial Regex CreateIndex();
}
