namespace SignalRChat.Faults.Workload.Raw;

/// <summary>
/// A member without a library. It has one send under way in a room at a time, and retries it with the same id until it has an
/// outcome. It repeats some sends after the outcome. With bursts it sends several posts without waiting for answers.
/// </summary>
internal sealed class RawMember : IWorkloadClient
{
    private const double Repeats = 0.1;
    private static readonly TimeSpan _burstPace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _retry = TimeSpan.FromMilliseconds(200);

    private readonly ClientPlan _plan;
    private readonly RawSession _session;
    private readonly CancellationTokenSource _end = new();

    public RawMember(ClientPlan plan, Uri door, Func<string> token)
    {
        _plan = plan;
        _session = new RawSession(plan, door, token);
    }

    public string Name => _plan.Name;

    public long CursorIn(string room) => _session.Room(room).Cursor;

    public Task StartAsync(CancellationToken cancellationToken) => _session.LinkAsync(cancellationToken);

    /// <summary>Whether its own sends hardly delay an answer.</summary>
    public bool IsOneByOne => _plan.Burst == 1;

    public Task TalkAsync(CancellationToken quiet) => _plan.Subjects.Length > 0
        ? TalkAsync(new OwnerTalk(_plan.TalksIn[0], _plan.Subjects, _plan.Book, new Random(_plan.Seed)), quiet)
        : Task.WhenAll(_plan.Talks().Select(talk => IsOneByOne ? TalkAsync(talk, quiet) : TalkInBurstsAsync(talk, quiet))
            .Append(_plan.StrayAsync((room, time) => StrayAsync(room, time, quiet), quiet)));

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _session.DisposeAsync();
    }

    private async Task StrayAsync(string room, TimeSpan time, CancellationToken quiet)
    {
        if (await LinkOrEndAsync() is { } link)
            await _session.StrayAsync(link, room, time, quiet);
    }

    private async Task TalkAsync(ITalk talk, CancellationToken quiet)
    {
        while (await Pauses.WaitAsync(talk.Pause(_plan.Pace), quiet) && !_end.IsCancellationRequested)
        {
            var change = talk.Next();
            if (!await AskAsync(change, isRepeat: false))
            {
                talk.Refused(change);
                continue;
            }
            talk.Acknowledged(change);
            if (change.Kind == OpKind.Post && _plan.Chance() < Repeats)
                await AskAsync(change with { Op = _plan.Book.NextOp() }, isRepeat: true);
        }
    }

    private async Task TalkInBurstsAsync(Talk talk, CancellationToken quiet)
    {
        for (var burst = 1; await Pauses.WaitAsync(talk.Pause(_burstPace), quiet) && !_end.IsCancellationRequested; burst++)
        {
            if (await LinkOrEndAsync() is not { } link)
                return;
            var posts = talk.Posts(_plan.Burst);
            foreach (var post in posts)
                _plan.Book.Write(Name, post.AsInvoked() with { Burst = burst });
            // All are on their way before the first answer is awaited.
            await Task.WhenAll(posts.Select(post => TryAsync(post, link)).ToArray());
        }
    }

    private async Task<RawLink?> LinkOrEndAsync()
    {
        try
        {
            return await _session.LinkAsync(_end.Token);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private Task<bool> AskAsync(Change change, bool isRepeat)
    {
        _plan.Book.Write(Name, change.AsInvoked(isRepeat));
        return TryAsync(change, first: null);
    }

    private async Task<bool> TryAsync(Change change, RawLink? first)
    {
        for (var isRetried = false; ; isRetried = true)
        {
            try
            {
                var link = isRetried || first is null ? await _session.LinkAsync(_end.Token) : first;
                _plan.Book.Write(Name, await RawCalls.MakeAsync(link, change) with { IsRetried = isRetried });
                return true;
            }
            catch (RawRefusal refused) when (refused.RetryAfter is null)
            {
                _plan.Book.Write(Name, new Refused(change.Op, refused.Code) { IsRetried = isRetried });
                return false;
            }
            catch (RawRefusal refused)
            {
                await Pauses.WaitAsync(refused.RetryAfter!.Value, _end.Token);
            }
            catch (Exception lost) when (RawLink.IsLoss(lost))
            {
                if (!await Pauses.WaitAsync(_retry, _end.Token))
                {
                    _plan.Book.Write(Name, new Unknown(change.Op, "given up"));
                    return false;
                }
            }
        }
    }
}
