using SignalRChat.ClientConsole.Connection;
using SignalRChat.ClientConsole.Settings;

namespace SignalRChat.ClientConsole.Soak;

/// <summary>
/// Reads each room from the server once more, on a separate connection: the database is the reference for all other data.
/// </summary>
internal sealed class SoakAudit(ConsoleSettings settings, HttpClient http, TimeProvider time)
{
    /// <summary>Returns the places of the messages of each room. Waits for a connection.</summary>
    public async Task<IReadOnlyDictionary<string, AuditedRoom>> ReadAsync(
        IReadOnlyList<RoomLedger> ledgers, CancellationToken cancellationToken)
    {
        await using var client = new ChatClient(Clients.Options(settings, new Credentials(settings, "soak-audit", http, time), null, time));
        await client.ConnectAsync(cancellationToken);
        var rooms = new Dictionary<string, AuditedRoom>();
        foreach (var ledger in ledgers)
        {
            var joined = await client.JoinAsync(ledger.Room, cancellationToken: cancellationToken);
            rooms[ledger.Room] = new(joined.Head, await PlacesAsync(client, ledger, cancellationToken));
            await client.LeaveAsync(ledger.Room, cancellationToken);
        }

        return rooms;
    }

    private static async Task<IReadOnlySet<long>> PlacesAsync(ChatClient client, RoomLedger ledger, CancellationToken cancellationToken)
    {
        var places = new HashSet<long>();
        long? before = null;
        while (true)
        {
            try
            {
                var page = await client.GetHistoryAsync(ledger.Room, before, ChatLimits.PageSize, cancellationToken);
                foreach (var message in page.Messages)
                {
                    ledger.Seen(message);
                    places.Add(message.Sequence);
                }

                if (!page.HasMore || page.Messages.Length == 0)
                    return places;
                before = page.Messages[0].Sequence;
            }
            catch (ChatDisconnectedException) when (client.State is ChatConnectionState.Connected or ChatConnectionState.Reconnecting)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
            }
        }
    }
}

/// <param name="Head">The newest revision.</param>
/// <param name="Places">The places of all messages.</param>
internal sealed record AuditedRoom(long Head, IReadOnlySet<long> Places);
