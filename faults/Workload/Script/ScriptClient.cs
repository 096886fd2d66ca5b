using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace SignalRChat.Faults.Workload.Script;

/// <summary>An app on the JavaScript client, in Node. This class decides what it sends and records what it receives.</summary>
internal sealed class ScriptClient : IWorkloadClient
{
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web) { PropertyNameCaseInsensitive = true };

    private readonly ConcurrentDictionary<long, TaskCompletionSource<ScriptLine>> _asked = new();
    private readonly ConcurrentDictionary<string, long> _cursors = new();
    private readonly ConcurrentDictionary<string, bool> _entered = new();
    private readonly TaskCompletionSource _hasEntered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ClientPlan _plan;
    private readonly Func<string> _token;
    private readonly ProcessStartInfo _start;
    private Process? _process;
    private ProcessGuard? _guard;
    private Task _reads = Task.CompletedTask;
    private int _connection;
    private bool _isOpen;

    public ScriptClient(ClientPlan plan, Uri door, Func<string> token, string protocol)
    {
        (_plan, _token) = (plan, token);
        var script = Path.Combine(RepositoryRoot.Path, "faults", "Workload", "Script", "member.mjs");
        // Node 20 has a built-in WebSocket, but only behind an option.
        string[] line = ["--experimental-websocket", "--no-warnings", script, door.ToString(), protocol, .. plan.Rooms];
        _start = new ProcessStartInfo("node", line) { RedirectStandardInput = true, RedirectStandardOutput = true };
    }

    public string Name => _plan.Name;

    public long CursorIn(string room) => _cursors.GetValueOrDefault(room);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _plan.Begins.WaitAsync(cancellationToken);
        _process = Process.Start(_start)!;
        _guard = new ProcessGuard(_process.Id);
        _reads = ReadAsync(_process);
        foreach (var room in _plan.Rooms)
            _plan.Book.Write(Name, new Invoked(_plan.Book.NextOp(), OpKind.Join, room, "", ""));
        await _hasEntered.Task.WaitAsync(cancellationToken);
    }

    public Task TalkAsync(CancellationToken quiet) => Task.WhenAll(_plan.Talks().Select(talk => TalkAsync(talk, quiet)));

    public async ValueTask DisposeAsync()
    {
        _process?.Kill();
        await _reads.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _guard?.Dispose();
        _process?.Dispose();
    }

    private async Task TalkAsync(Talk talk, CancellationToken quiet)
    {
        var underWay = new List<Task>();
        while (await Pauses.WaitAsync(talk.Pause(_plan.Pace * 2), quiet))
        {
            for (var burst = talk.Burst(); burst > 0; burst--)
                underWay.Add(AskAsync(talk, talk.Next()));
            underWay.RemoveAll(one => one.IsCompletedSuccessfully);
        }
        await Task.WhenAll(underWay);
    }

    private async Task AskAsync(Talk talk, Change change)
    {
        var answer = new TaskCompletionSource<ScriptLine>(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked[change.Op] = answer;
        _plan.Book.Write(Name, change.AsInvoked());
        var isReaction = change.Kind is OpKind.React or OpKind.Unreact;
        var text = isReaction ? change.Token : change.Text;
        Tell(new { op = change.Op, kind = $"{change.Kind}", room = change.Room, messageId = change.MessageId, text });
        if (await answer.Task is { Ok: not null })
            talk.Acknowledged(change);
    }

    private void Tell(object line)
    {
        lock (_asked)
            _process!.StandardInput.WriteLine(JsonSerializer.Serialize(line));
    }

    private async Task ReadAsync(Process process)
    {
        try
        {
            while (await process.StandardOutput.ReadLineAsync() is { } line)
                Take(JsonSerializer.Deserialize<ScriptLine>(line, _json)!);
            throw new InvalidOperationException($"{Name}'s script has ended.");
        }
        catch (Exception failed)
        {
            _hasEntered.TrySetException(failed);
            foreach (var asked in _asked.Values)
                asked.TrySetException(failed);
            throw;
        }
    }

    private void Take(ScriptLine line)
    {
        if (line.Asks is not null)
            Tell(new { token = _token() });
        else if (line.State is not null)
            Changed(line.State == "connected", line.Reason);
        else if (line.Joined is not null)
            Entered(line.Joined, line.IsReset);
        else if (line.Heard is not null)
            Heard(line.Heard, line.Cursor!, line);
        else if (line.Lost is not null)
            throw new InvalidOperationException($"{Name} lost {line.Lost}: {line.Reason}");
        else
            Answered(line);
    }

    private void Changed(bool isOpen, string? reason)
    {
        if (isOpen && !_isOpen)
            _plan.Book.Write(Name, new Opened(++_connection));
        else if (!isOpen && _isOpen)
            _plan.Book.Write(Name, new Closed(_connection, null, reason));
        _isOpen = isOpen;
    }

    private void Entered(string room, bool isReset)
    {
        _plan.Book.Write(Name, new Entered(_connection, room, CursorIn(room), isReset));
        _entered[room] = true;
        if (_entered.Count == _plan.Rooms.Length)
            _hasEntered.TrySetResult();
    }

    private void Heard(string room, ScriptCursor cursor, ScriptLine line)
    {
        var after = line.By == HeardBy.Reset ? cursor.Revision : CursorIn(room);
        _cursors[room] = cursor.Revision;
        RecordedMessage[] messages = [.. line.Messages.Select(RecordedMessage.From)];
        _plan.Book.Write(Name, new Heard(room, cursor.Epoch, after, cursor.Revision, line.By, messages)
        {
            Reactions = [.. line.Reactions.Select(RecordedReactions.From)],
            Members = [.. line.Members.Select(RecordedMember.From)],
            Info = line.Info is { Revision: > 0 } info ? RecordedInfo.From(info) : null,
        });
    }

    private void Answered(ScriptLine line)
    {
        _plan.Book.Write(Name, line switch
        {
            { Ok: { } ok } => new Succeeded(line.Op, ok.Sequence, ok.Revision, ok.Duplicate),
            { Refused: { } code } => new Refused(line.Op, code),
            _ => new Unknown(line.Op, line.Unknown ?? "no word"),
        });
        if (_asked.TryRemove(line.Op, out var asked))
            asked.TrySetResult(line);
    }
}
