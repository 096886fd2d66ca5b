using Npgsql;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage.Postgres;

/// <summary>The profiles that a batch reads, and its changes to them.</summary>
internal sealed class UserRows
{
    private readonly Dictionary<string, UserProfile> _profiles = [];
    private readonly HashSet<string> _changed = [];

    public UserProfile Find(string userId) => _profiles[userId];

    public void Set(string userId, UserProfile profile)
    {
        _profiles[userId] = profile;
        _changed.Add(userId);
    }

    /// <summary>Adds the reads to the first message of a batch that needs them. The users are locked after the rooms.</summary>
    public static void Ask(NpgsqlBatch batch, BatchLookup keys)
    {
        if (keys.ProfileIds.Count == 0)
            return;
        batch.Add(PostgresStatements.AddUsers).With<string[]>([.. keys.ProfileIds]);
        batch.Add(PostgresStatements.LockUsers).With<string[]>([.. keys.ProfileIds]);
    }

    public async Task LoadAsync(NpgsqlDataReader reader, BatchLookup keys, CancellationToken cancellationToken)
    {
        if (keys.ProfileIds.Count == 0)
            return;
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            _profiles[reader.GetString(0)] = Read(reader, 1);
    }

    /// <summary>Adds the changes to the second message.</summary>
    public void Store(NpgsqlBatch batch)
    {
        if (_changed.Count == 0)
            return;
        string[] ids = [.. _changed];
        batch.Add(PostgresStatements.SetProfiles)
            .With(ids)
            .With(Array.ConvertAll(ids, id => _profiles[id].Name))
            .With(Array.ConvertAll(ids, id => _profiles[id].AvatarUrl))
            .With(Array.ConvertAll(ids, id => _profiles[id].Data))
            .With(Array.ConvertAll(ids, id => _profiles[id].Revision));
    }

    public static UserProfile Read(NpgsqlDataReader row, int first) => new()
    {
        Name = row.IsDBNull(first) ? null : row.GetString(first),
        AvatarUrl = row.IsDBNull(first + 1) ? null : row.GetString(first + 1),
        Data = row.IsDBNull(first + 2) ? null : row.GetString(first + 2),
        Revision = row.GetInt64(first + 3),
    };
}
