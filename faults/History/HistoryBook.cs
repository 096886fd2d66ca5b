using System.Text.Json;

namespace SignalRChat.Faults.History;

/// <summary>Where everybody writes, one after the other, to memory and to a file that is only ever appended to.</summary>
internal sealed class HistoryBook : IDisposable
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web);

    private readonly Lock _gate = new();
    private readonly List<HistoryRecord> _records = [];
    private readonly HashSet<HeardMessage> _messages = [];
    private readonly long _start = TimeProvider.System.GetTimestamp();
    private readonly StreamWriter? _file;
    private long _op;

    public HistoryBook(string? file = null) => _file = file is null ? null : new StreamWriter(file);

    public TimeSpan Elapsed => TimeProvider.System.GetElapsedTime(_start);

    /// <summary>A number for a call.</summary>
    public long NextOp() => Interlocked.Increment(ref _op);

    public void Write(string client, HistoryRecord record)
    {
        lock (_gate)
        {
            // Stamped under the gate, so that the order of the lines is the order of the times.
            var stamped = record with { At = (long)Elapsed.TotalMicroseconds, Client = client };
            Keep(stamped);
            _file?.WriteLine(JsonSerializer.Serialize(stamped, _json));
        }
    }

    public HistoryRecord[] Snapshot()
    {
        lock (_gate)
            return [.. _records];
    }

    public static async Task<HistoryRecord[]> ReadAsync(string file)
    {
        using var book = new HistoryBook();
        await foreach (var line in File.ReadLinesAsync(file))
            book.Keep(JsonSerializer.Deserialize<HistoryRecord>(line, _json)!);
        return book.Snapshot();
    }

    public void Dispose() => _file?.Dispose();

    private void Keep(HistoryRecord record)
    {
        if (record is Heard heard)
            Share(heard.Messages);
        _records.Add(record);
    }

    /// <summary>Everybody is told the same: kept once, an hour of it has room in memory.</summary>
    private void Share(HeardMessage[] messages)
    {
        for (var index = 0; index < messages.Length; index++)
        {
            if (_messages.TryGetValue(messages[index], out var known))
                messages[index] = known;
            else
                _messages.Add(messages[index]);
        }
    }
}
