using System.Text.Encodings.Web;
using System.Text.Json;

namespace SignalRChat.Services.Storage;

/// <summary>The form of all tallies of a message in the database: one column, so that a page has one row for each message.</summary>
internal static class ReactionTallies
{
    private static readonly JsonSerializerOptions _json =
        new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string ToColumn(ReactionTally[] tallies) => JsonSerializer.Serialize(tallies, _json);

    public static ReactionTally[] Read(string column) => JsonSerializer.Deserialize<ReactionTally[]>(column, _json)!;
}
