using SignalRChat.Contracts;
using SignalRChat.Testing.History;

namespace SignalRChat.Testing.Oracle.Checks;

/// <summary>One connection of a client, as the client saw it. One that did not end closes in the far future.</summary>
internal sealed record Connection(string Client, long OpenedAt, long ClosedAt, int? Code, string? Reason)
{
    private const int PolicyViolation = 1008;

    /// <summary>The client cannot tell the close code. Then its reason may be of this side too.</summary>
    public bool IsCodeHidden { get; init; }

    /// <summary>Returns whether it was open at this time.</summary>
    public bool IsOpenAt(long at) => OpenedAt <= at && at < ClosedAt;

    /// <summary>Returns whether it ended with this reason. A token that expired in the same moment ends the connection too.</summary>
    public bool EndedWith(string code) =>
        IsCodeHidden || (Code == PolicyViolation && (Reason == code || Reason == SessionEndCodes.TokenExpired));

    /// <summary>Returns the connections of all clients.</summary>
    public static IEnumerable<Connection> Of(Case run)
    {
        var open = new Dictionary<string, long>();
        foreach (var record in run.History)
        {
            if (record is Opened)
                open[record.Client] = record.At;
            else if (record is Closed closed && open.Remove(record.Client, out var since))
                yield return new(record.Client, since, record.At, closed.Code, closed.Reason) { IsCodeHidden = closed.IsCodeHidden };
        }
        foreach (var (client, since) in open)
            yield return new(client, since, long.MaxValue, null, null);
    }
}
