using SignalRChat.Contracts;

namespace SignalRChat.Services.Messages;

/// <summary>
/// One update on its way to members. <see cref="Serialized"/> belongs to whoever writes it: there the serialised form is kept,
/// made once for all members; a hint may bring it along.
/// </summary>
internal sealed class UpdateFrame(RoomUpdate update, object? wire = null)
{
    public RoomUpdate Update { get; } = update;

    public object? Serialized { get; set; } = wire;
}
