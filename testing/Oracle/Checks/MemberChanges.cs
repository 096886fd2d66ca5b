using SignalRChat.Testing.History;

namespace SignalRChat.Testing.Oracle.Checks;

/// <summary>The calls that begin or end memberships, by user and room.</summary>
internal sealed class MemberChanges(Case run)
{
    private readonly ILookup<(string User, string Room), MemberChange> _all = run.Calls
        .Where(call => !call.IsRefused && call.Invoked.Kind is OpKind.Join or OpKind.Leave or OpKind.Add or OpKind.Kick)
        .Select(call => MemberChange.Of(run, call))
        .ToLookup(change => (change.User, change.Call.Invoked.Room));

    public IEnumerable<MemberChange> Of(string user, string room) => _all[(user, room)];

    /// <summary>Returns all of a user.</summary>
    public IEnumerable<MemberChange> Of(string user) => _all.Where(same => same.Key.User == user).SelectMany(same => same);

    /// <summary>Returns whether any of them, except this one, may have taken effect in a span of time.</summary>
    public bool MayFall(string user, string room, long from, long to, MemberChange? except = null) =>
        Of(user, room).Any(change => change != except && change.Call.Invoked.At <= to && change.Settled >= from);
}

/// <summary>One of them, and the time after which it cannot take effect any more.</summary>
internal sealed record MemberChange(Call Call, long Settled)
{
    /// <summary>A call whose answer never arrived may still take effect this long after the client gave it up.</summary>
    public const long Pending = 30_000_000;

    public string User => Call.Invoked.Kind is OpKind.Kick or OpKind.Add ? Call.Invoked.Text : Call.Invoked.Client;

    public bool IsEnd => Call.Invoked.Kind is OpKind.Kick or OpKind.Leave;

    public static MemberChange Of(Case run, Call call)
    {
        var settled = Settling.Of(run, call);
        return new(call, call.Outcome is Unknown ? Math.Max(settled, run.Time.After(call.EndedAt, Pending)) : settled);
    }
}
