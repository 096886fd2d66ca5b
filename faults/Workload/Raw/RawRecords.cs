using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace SignalRChat.Faults.Workload.Raw;

/// <summary>Splits the data from a WebSocket into the records of the hub's JSON protocol.</summary>
internal sealed class RawRecords(WebSocket socket, TimeSpan silence)
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private const byte RecordEnd = 0x1e;

    private byte[] _buffer = new byte[16 * 1024];
    private int _filled;

    /// <summary>Returns records until the close. Throws after a silence longer than the server permits itself.</summary>
    public async IAsyncEnumerable<JsonElement> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_filled == _buffer.Length)
                Array.Resize(ref _buffer, _buffer.Length * 2);
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            deadline.CancelAfter(silence);
            var read = await socket.ReceiveAsync(_buffer.AsMemory(_filled), deadline.Token);
            if (read.MessageType == WebSocketMessageType.Close)
            {
                if (socket.State == WebSocketState.CloseReceived)
                    await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken);
                yield break;
            }
            _filled += read.Count;
            var start = 0;
            for (int length; (length = _buffer.AsSpan(start, _filled - start).IndexOf(RecordEnd)) >= 0; start += length + 1)
                yield return JsonDocument.Parse(_buffer.AsMemory(start, length)).RootElement.Clone();
            _buffer.AsSpan(start, _filled - start).CopyTo(_buffer);
            _filled -= start;
        }
    }
}
