using Npgsql;
using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage.Postgres;

/// <summary>Reads and writes <see cref="ModerationRows"/> with the messages of a batch; a batch without moderation adds no reads.</summary>
internal static class ModerationBatch
{
    public static void AskModeration(this NpgsqlBatch batch, BatchLookup keys)
    {
        if (keys.BanIds.Length > 0)
            batch.Add(PostgresStatements.FindBans).With(keys.BanRooms).With(keys.BanIds);
        if (keys.OwnedRooms.Length > 0)
            batch.Add(PostgresStatements.FindOwners).With(keys.OwnedRooms);
        if (keys.LeftRooms.Length > 0)
        {
            batch.Add(PostgresStatements.FindHeirs)
                .With<string[]>([.. keys.LeftRooms.Distinct()])
                .With(keys.MemberRooms)
                .With(keys.MemberIds)
                .With(keys.LeftRooms)
                .With(keys.LeftIds)
                .With(keys.OwnedRooms);
        }
        if (keys.SettingsRooms.Length > 0)
            batch.Add(PostgresStatements.FindSettings).With(keys.SettingsRooms);
        if (keys.NewcomerIds.Length > 0)
            batch.Add(PostgresStatements.FindEnds).With(keys.NewcomerRooms).With(keys.NewcomerIds);
    }

    public static async Task LoadModerationAsync(
        this NpgsqlDataReader reader, BatchLookup keys, PostgresRows all, CancellationToken cancellationToken)
    {
        var rows = all.Moderation;
        if (keys.BanIds.Length > 0 && await reader.NextResultAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                rows.LoadBan(reader.GetInt64(0), reader.GetString(1));
        }

        if (keys.OwnedRooms.Length > 0 && await reader.NextResultAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                rows.LoadOwner(reader.GetInt64(0), reader.GetString(1));
        }

        if (keys.LeftRooms.Length > 0 && await reader.NextResultAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
                all.LoadHeir(reader);
        }

        await reader.LoadSettingsAsync(keys, all, cancellationToken);
        if (keys.NewcomerIds.Length > 0 && await reader.NextResultAsync(cancellationToken))
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                var mutedUntil = reader.IsDBNull(3) ? (long?)null : reader.GetInt64(3);
                rows.LoadEnd(reader.GetInt64(0), reader.GetString(1), new(reader.GetInt64(2), mutedUntil));
            }
        }
    }

    /// <summary>Before the changes to the members: a banned user is not added.</summary>
    public static void LiftBans(this NpgsqlBatch batch, ModerationRows rows)
    {
        var lifted = rows.Bans.Where(ban => ban.Value is null).Select(ban => ban.Key).ToArray();
        if (lifted.Length > 0)
        {
            batch.Add(PostgresStatements.RemoveBans)
                .With<long[]>([.. lifted.Select(key => key.RoomId)]).With<string[]>([.. lifted.Select(key => key.UserId)]);
        }
    }

    public static void Moderate(this NpgsqlBatch batch, ModerationRows rows, long now)
    {
        if (rows.Removals.Count > 0)
        {
            batch.Add(PostgresStatements.AddRemovals)
                .With<long[]>([.. rows.Removals.Select(one => one.RoomId)])
                .With<long[]>([.. rows.Removals.Select(one => one.MembershipEnd.Revision)])
                .With<string[]>([.. rows.Removals.Select(one => one.MembershipEnd.UserId)])
                .With<string[]>([.. rows.Removals.Select(one => one.MembershipEnd.Code)])
                .With<string[]>([.. rows.Removals.Select(one => one.By)])
                .With(now)
                .With(now - MembershipEnd.KeptBesideNewer)
                .With<string?[]>([.. rows.Removals.Select(one => one.MembershipEnd.Name)])
                .With<string?[]>([.. rows.Removals.Select(one => one.MembershipEnd.Role)])
                .With<long?[]>([.. rows.Removals.Select(one => one.MembershipEnd.MutedUntil)]);
        }

        var given = rows.Bans.Where(ban => ban.Value is not null).ToArray();
        if (given.Length == 0)
            return;
        batch.Add(PostgresStatements.AddBans)
            .With<long[]>([.. given.Select(ban => ban.Key.RoomId)])
            .With<string[]>([.. given.Select(ban => ban.Key.UserId)])
            .With<string[]>([.. given.Select(ban => ban.Value!)])
            .With(now);
    }
}
