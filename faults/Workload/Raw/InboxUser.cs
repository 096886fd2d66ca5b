namespace SignalRChat.Faults.Workload.Raw;

/// <summary>A user with two devices that follow its inbox, of which one is often away. It is a member of all rooms.</summary>
internal sealed class InboxUser : IAsyncDisposable
{
    public const string Name = "reader";

    private const string Desk = "desk";
    private const string Phone = "phone";

    private static readonly TimeSpan _pace = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _phoneStays = TimeSpan.FromSeconds(8);

    private readonly ClientPlan _plan;
    private readonly Func<string, Uri> _door;
    private readonly Func<string> _token;
    private readonly InboxDevice _desk;
    private readonly InboxDevice _phone;

    /// <param name="plan">The plan of a client with this name.</param>
    /// <param name="door">Its route to the nodes.</param>
    /// <param name="token">Makes a token of the user.</param>
    public InboxUser(Func<string, ClientPlan> plan, Func<string, Uri> door, Func<string> token)
    {
        (_plan, _door, _token) = (plan(Name), door, token);
        _desk = new(plan(Desk) with { Pace = _pace }, door(Desk), token, staysFor: null);
        _phone = new(plan(Phone) with { Pace = _pace }, door(Phone), token, _phoneStays);
    }

    /// <summary>The devices, each with its user.</summary>
    public static IReadOnlyDictionary<string, string> Devices { get; } = new Dictionary<string, string> { [Desk] = Name, [Phone] = Name };

    public Task JoinAsync(CancellationToken cancellationToken) => InboxDevice.JoinAsync(_plan, _door(Name), _token(), cancellationToken);

    /// <summary>Marks rooms as read, on both devices.</summary>
    public Task MarkAsync(CancellationToken quiet) => Task.WhenAll(_desk.MarkAsync(quiet), _phone.MarkAsync(quiet));

    /// <summary>Whether both devices show the rooms as of these revisions and all marks, without the room that the user has left.</summary>
    public bool HaveReached(IReadOnlyDictionary<string, long> heads, string left) =>
        _desk.HasReached(heads, _phone, left) && _phone.HasReached(heads, _desk, left);

    public async ValueTask DisposeAsync()
    {
        await _desk.DisposeAsync();
        await _phone.DisposeAsync();
    }
}
