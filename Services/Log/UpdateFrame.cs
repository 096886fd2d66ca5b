using SignalRChat.Contracts;

namespace SignalRChat.Services.Log;

/// <summary>
/// One update on its way to members, with its serialised form. An update that another node published already has one.
/// </summary>
internal sealed class UpdateFrame(RoomUpdate update, object? serialized = null)
{
    private object? _serialized = serialized;

    public RoomUpdate Update { get; } = update;

    /// <summary>
    /// Returns the serialised form. The first caller makes it; the local members and the backplane, which may ask at once, share it.
    /// </summary>
    public object SerializedBy(Func<RoomUpdate, object> serialize)
    {
        if (Volatile.Read(ref _serialized) is { } made)
            return made;
        var mine = serialize(Update);
        return Interlocked.CompareExchange(ref _serialized, mine, null) ?? mine;
    }
}
