using Npgsql;

namespace SignalRChat.Services.Storage.Postgres;

/// <summary>The blocks that a batch reads, and its changes to blocks and reports.</summary>
internal sealed class SafetyRows
{
    private readonly HashSet<(string UserId, string BlockedId)> _blocks = [];
    private readonly HashSet<(long RoomId, string UserId)> _blockedIn = [];
    private readonly Dictionary<string, int> _counts = [];
    private readonly Dictionary<(string UserId, string BlockedId), bool> _changed = [];
    private readonly Dictionary<(long RoomId, long Sequence, string UserId), string> _reports = [];

    public bool HasBlock(string userId, string otherId) => IsBlocking(userId, otherId) || IsBlocking(otherId, userId);

    public bool IsBlocking(string userId, string otherId) => _blocks.Contains((userId, otherId));

    public void SetBlock(string userId, string otherId, bool isOn)
    {
        if (isOn ? _blocks.Add((userId, otherId)) : _blocks.Remove((userId, otherId)))
            _counts[userId] += isOn ? 1 : -1;
        _changed[(userId, otherId)] = isOn;
    }

    public void SetReport(long roomId, long sequence, string userId, string reason) => _reports[(roomId, sequence, userId)] = reason;

    public bool IsBlockedIn(long roomId, string userId) => _blockedIn.Contains((roomId, userId));

    public int CountBlocks(string userId) => _counts[userId];

    /// <summary>Adds the reads to the first message of a batch that needs them.</summary>
    public static void Ask(NpgsqlBatch batch, BatchLookup keys)
    {
        if (keys.Pairs.Count > 0)
            batch.Add(PostgresStatements.LockPairs).With<string[]>([.. keys.Pairs]);
        if (keys.Blocks.Count > 0)
        {
            batch.Add(PostgresStatements.FindBlocks)
                .With<string[]>([.. keys.Blocks.Select(one => one.UserId)])
                .With<string[]>([.. keys.Blocks.Select(one => one.BlockedId)]);
        }
        if (keys.DirectWriters.Count > 0)
        {
            batch.Add(PostgresStatements.FindBlockedIn)
                .With<string[]>([.. keys.DirectWriters.Select(one => one.Room)])
                .With<string[]>([.. keys.DirectWriters.Select(one => one.UserId)]);
        }
        if (keys.Blockers.Count > 0)
            batch.Add(PostgresStatements.CountBlocks).With<string[]>([.. keys.Blockers]);
    }

    public async Task LoadAsync(NpgsqlDataReader reader, BatchLookup keys, CancellationToken cancellationToken)
    {
        if (keys.Pairs.Count > 0)
            await reader.NextResultAsync(cancellationToken);
        if (keys.Blocks.Count > 0 && await reader.NextResultAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                _blocks.Add((reader.GetString(0), reader.GetString(1)));
        }
        if (keys.DirectWriters.Count > 0 && await reader.NextResultAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                _blockedIn.Add((reader.GetInt64(0), reader.GetString(1)));
        }
        if (keys.Blockers.Count > 0 && await reader.NextResultAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                _counts[reader.GetString(0)] = (int)reader.GetInt64(1);
        }
    }

    /// <summary>Adds the changes to the second message.</summary>
    public void Store(NpgsqlBatch batch, long now)
    {
        var given = _changed.Where(one => one.Value).Select(one => one.Key).ToArray();
        var lifted = _changed.Where(one => !one.Value).Select(one => one.Key).ToArray();
        if (given.Length > 0)
            WithKeys(batch.Add(PostgresStatements.AddBlocks), given).With(now);
        if (lifted.Length > 0)
            WithKeys(batch.Add(PostgresStatements.RemoveBlocks), lifted);
        if (_reports.Count == 0)
            return;
        batch.Add(PostgresStatements.SetReports)
            .With<long[]>([.. _reports.Keys.Select(key => key.RoomId)])
            .With<long[]>([.. _reports.Keys.Select(key => key.Sequence)])
            .With<string[]>([.. _reports.Keys.Select(key => key.UserId)])
            .With<string[]>([.. _reports.Values])
            .With(now);
    }

    private static NpgsqlBatchCommand WithKeys(NpgsqlBatchCommand command, (string UserId, string BlockedId)[] keys) =>
        command.With(Array.ConvertAll(keys, key => key.UserId)).With(Array.ConvertAll(keys, key => key.BlockedId));
}
