using System.Text.Json;

namespace SignalRChat.Testing.History;

/// <summary>The history that all clients and faults append to, one record at a time, in memory and in an append-only file.</summary>
internal sealed class HistoryBook : IDisposable
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web);

    private readonly Lock _gate = new();
    private readonly List<HistoryRecord> _records = [];
    private readonly HashSet<RecordedMessage> _messages = [];
    private readonly long _start = TimeProvider.System.GetTimestamp();
    private readonly StreamWriter? _file;
    private long _op;

    public HistoryBook(string? file = null) => _file = file is null ? null : new StreamWriter(file);

    public TimeSpan Elapsed => TimeProvider.System.GetElapsedTime(_start);

    /// <summary>Returns the time of a timestamp, in microseconds since the start.</summary>
    public long At(long timestamp) => (long)TimeProvider.System.GetElapsedTime(_start, timestamp).TotalMicroseconds;

    /// <summary>Returns a new number for a call.</summary>
    public long NextOp() => Interlocked.Increment(ref _op);

    public void Write(string client, HistoryRecord record)
    {
        lock (_gate)
        {
            // The record gets its time inside the lock, so that the lines are in the order of their times.
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

    /// <summary>All clients receive the same text. It is kept once, so that the history of an hour fits in memory.</summary>
    private void Share(RecordedMessage[] messages)
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
