namespace SignalRChat.Client.Internal;

/// <summary>
/// An entry that an earlier run of the app left. Its outcome goes to an event, because no caller awaits it.
/// </summary>
internal sealed class RestoredEntry : OutboxEntry
{
    private readonly OutboxItem _item;
    private readonly Action<OutboxOutcome> _settled;
    private long _revision;

    public RestoredEntry(OutboxItem item, Action<OutboxOutcome> settled)
        : base(item.Room, CancellationToken.None)
    {
        Item = _item = item;
        _settled = settled;
    }

    public override async Task TryAsync(HubSession session)
    {
        var (method, request) = OutboxCall.Of(_item);
        await session.WaitConnectedAsync(CancellationToken).ConfigureAwait(false);
        _revision = _item.Kind == OutboxKind.Send
            ? (await session.CallAsync<SendMessageResult>(method, request, CancellationToken).ConfigureAwait(false)).Revision
            : (await session.CallAsync<ChangeMessageResult>(method, request, CancellationToken).ConfigureAwait(false)).Revision;
    }

    public override void Settle(Exception? why)
    {
        if (why is null or ChatRefusedException)
            _settled(new() { Item = _item, Revision = _revision, Refused = why as ChatRefusedException });
    }
}
