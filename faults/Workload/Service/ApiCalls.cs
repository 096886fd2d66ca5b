using SignalRChat.Faults.Workload.Raw;

namespace SignalRChat.Faults.Workload.Service;

/// <summary>The recorded requests of one backend. Each is sent again until it has an answer, to any node.</summary>
internal sealed class ApiCalls(string client, ApiClient api, HistoryBook book)
{
    private static readonly TimeSpan _retry = TimeSpan.FromMilliseconds(200);

    /// <summary>Returns true if the request was acknowledged, and false if it was refused for good or given up.</summary>
    public async Task<bool> AskAsync(Invoked call, Func<ApiClient, CancellationToken, Task<Succeeded>> send, CancellationToken end)
    {
        book.Write(client, call);
        for (var isRetried = false; ; isRetried = true)
        {
            var pause = _retry;
            try
            {
                book.Write(client, await send(api, end) with { IsRetried = isRetried });
                return true;
            }
            catch (ApiRefusal refused) when (refused.RetryAfter is null)
            {
                book.Write(client, new Refused(call.Op, refused.Code) { IsRetried = isRetried });
                return false;
            }
            catch (ApiRefusal refused)
            {
                pause = refused.RetryAfter!.Value;
            }
            catch (Exception lost) when (RawLink.IsLoss(lost))
            {
                // Whether the change was made is not known.
            }
            if (!await Pauses.WaitAsync(pause, end))
            {
                book.Write(client, new Unknown(call.Op, "given up"));
                return false;
            }
        }
    }
}
