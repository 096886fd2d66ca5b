using System.Net.WebSockets;

namespace SignalRChat.Faults.Workload.Raw;

/// <summary>
/// Tries to connect as another client's user with a token that it keeps, also after the token was revoked or the user banned. The oracle
/// checks that the server then rejects it. Each try leads to another node.
/// </summary>
internal sealed class OldTokenClient(ClientPlan plan, string user, Uri door, Func<string> token)
{
    /// <summary>Less than a token lives, so that it is not rejected for its age.</summary>
    private static readonly TimeSpan _keeps = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan _answerWithin = TimeSpan.FromSeconds(5);
    private static readonly string[] _rejections = ["HTTP/1.1 401", "HTTP/1.1 403"];

    public async Task RunAsync(CancellationToken quiet)
    {
        var kept = Take();
        while (await Pauses.WaitAsync(plan.Pace * (0.5 + plan.Chance()), quiet))
        {
            if (plan.Book.Elapsed - _keeps > kept.Since)
                kept = Take();
            await TryAsync(kept);
        }
    }

    /// <summary>The time is read last, so the token is not newer.</summary>
    private KeptToken Take() => new(token(), plan.Book.Elapsed);

    private async Task TryAsync(KeptToken kept)
    {
        var call = new Invoked(plan.Book.NextOp(), OpKind.Connect, "", "", user) { TokenFrom = (long)kept.Since.TotalMicroseconds };
        plan.Book.Write(plan.Name, call);
        using var deadline = new CancellationTokenSource(_answerWithin);
        try
        {
            var (tcp, stream) = await RawUpgrade.OpenAsync(RawUpgrade.Hub(door), kept.Token, receiveBuffer: null, deadline.Token);
            await stream.DisposeAsync();
            tcp.Dispose();
            plan.Book.Write(plan.Name, new Succeeded(call.Op, 0, 0, Duplicate: false));
        }
        catch (WebSocketException refused) when (RejectionIn(refused.Message) is { } status)
        {
            plan.Book.Write(plan.Name, new Refused(call.Op, status));
        }
        catch (Exception lost) when (RawLink.IsLoss(lost))
        {
            plan.Book.Write(plan.Name, new Unknown(call.Op, lost.GetType().Name));
        }
    }

    private static string? RejectionIn(string answer) =>
        Array.Find(_rejections, status => answer.StartsWith(status, StringComparison.Ordinal));

    private sealed record KeptToken(string Token, TimeSpan Since);
}
