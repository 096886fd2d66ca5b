using System.Data.Common;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Npgsql;
using SignalRChat.Bench.Reports;
using SignalRChat.Bench.Servers;
using SignalRChat.Contracts;

namespace SignalRChat.Bench.Costs;

/// <summary>
/// How long a user with many rooms waits for its whole inbox, in a database with many messages: from the first call to the answer with
/// the last page, one page after the other, over a WebSocket of this machine. The first opening is that of a server that has just
/// started and of a user whose entries have no numbers yet.
/// </summary>
internal sealed class InboxOpening(FullServerSource source, int rooms, int messages, int openings)
{
    private static readonly TimeSpan _silence = TimeSpan.FromMinutes(2);

    private readonly string _run = Guid.NewGuid().ToString("n")[..8];

    public async Task<string[]> MeasureAsync(string? postgres)
    {
        await using var server = await FullTarget.StartAsync(source, postgres is null ? [] : [(NodeSettings.Postgres, postgres)]);
        var guest = await Guests.SignInAsync(server.Address, "bench");
        await using (var database = Open(server, postgres))
        {
            await database.OpenAsync();
            await ManyRooms.StoreAsync(database, guest.UserId, _run, rooms, messages);
        }

        var took = new List<double>();
        for (var i = 0; i <= openings; i++)
            took.Add(await OpenAsync(server, guest));
        return
        [
            postgres is null ? "SQLite" : "PostgreSQL",
            $"{took[0]:0} ms", $"{Median.Of(took.Skip(1)):0} ms", $"{took.Skip(1).Max():0} ms",
        ];
    }

    private static DbConnection Open(FullTarget server, string? postgres) => postgres is null
        ? new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(server.Data, "chat.db"),
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
        }.ConnectionString)
        : new NpgsqlConnection($"{postgres};Pooling=false");

    private async Task<double> OpenAsync(FullTarget server, GuestTokenResult guest)
    {
        using var client = await RawClient.ConnectAsync(RawUpgrade.Hub(server.Address), guest.AccessToken, silence: _silence);
        var (began, seen, request) = (Stopwatch.GetTimestamp(), 0, new FollowInboxRequest());
        while (true)
        {
            await client.InvokeAsync(nameof(IChatHub.FollowInbox), request);
            var page = (await client.AnswerAsync()).GetProperty("result").Deserialize<FollowInboxResult>(RawClient.Json)!;
            seen += page.Entries.Length;
            if (!page.HasMore)
                break;
            request = new() { After = page.Through, Epoch = page.Epoch };
        }

        var took = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        await client.EndAsync();
        return seen == rooms ? took : throw new InvalidOperationException($"The inbox has {seen} of {rooms} rooms.");
    }
}
