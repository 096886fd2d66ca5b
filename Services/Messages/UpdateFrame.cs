using SignalRChat.Contracts;

namespace SignalRChat.Services.Messages;

/// <summary>
/// One update on its way to members. <see cref="Serialized"/> belongs to the writer of the frame, which keeps the serialised form
/// there, made once for all members. A notification may already contain it.
/// </summary>
internal sealed class UpdateFrame(RoomUpdate update, object? wire = null)
{
    public RoomUpdate Update { get; } = update;

    public object? Serialized { get; set; } = wire;
}
