using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Npgsql;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Storage.Postgres;

/// <summary>
/// A session that has locked a room and stops in the middle of its statements, as a node does that is frozen between two writes
/// to its socket. For the server it is neither idle nor active.
/// </summary>
internal sealed class HalfSentTransaction : IDisposable
{
    private readonly TcpClient _socket = new();

    /// <summary>Returns when the room is locked.</summary>
    public static async Task<HalfSentTransaction> LockAsync(string connectionString, string room)
    {
        var (target, session) = (new NpgsqlConnectionStringBuilder(connectionString), new HalfSentTransaction());
        await session._socket.ConnectAsync(target.Host!, target.Port);
        // Version 3.0 of the protocol. The time-out is the one that does not help.
        string[] settings =
            ["user", target.Username!, "database", target.Database!, "options", "-c idle_in_transaction_session_timeout=100", ""];
        await session.SendAsync(null, [0, 3, 0, 0, .. Texts(settings)]);
        await session.ReadToAsync('Z');
        await session.SendAsync('Q', Texts("BEGIN"));
        // Parse, bind, execute, and a flush instead of the necessary sync.
        await session.SendAsync('P', [.. Texts("", $"SELECT FROM rooms WHERE name = '{room}' FOR UPDATE"), 0, 0]);
        await session.SendAsync('B', [.. Texts("", ""), 0, 0, 0, 0, 0, 0]);
        await session.SendAsync('E', [.. Texts(""), 0, 0, 0, 0]);
        await session.SendAsync('H', []);
        await session.ReadToAsync('Z');
        await session.ReadToAsync('C');
        return session;
    }

    public void Dispose() => _socket.Dispose();

    private static byte[] Texts(params string[] texts) => Encoding.UTF8.GetBytes(string.Concat(texts.Select(text => $"{text}\0")));

    private async Task SendAsync(char? type, byte[] body)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, body.Length + length.Length);
        byte[] message = type is { } letter ? [(byte)letter, .. length, .. body] : [.. length, .. body];
        await _socket.GetStream().WriteAsync(message);
    }

    private async Task ReadToAsync(char type)
    {
        var head = new byte[5];
        do
        {
            await _socket.GetStream().ReadExactlyAsync(head).AsTask().WaitAsync(TestClient.Deadline);
            await _socket.GetStream().ReadExactlyAsync(new byte[BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(1)) - 4]);
        }
        while (head[0] != type);
    }
}
