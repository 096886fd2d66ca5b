namespace SignalRChat.Services.Log;

internal sealed partial class RoomBatch
{
    /// <summary>Of two requests with one cursor, only one gives the reader its next page; the other one finds another step.</summary>
    private RoomCommandResult MoveReader(MoveReaderCommand command)
    {
        var reader = rows.Readers.Find(command.ReaderId);
        if (reader is null && command.Step == 0 && !rows.Readers.HasPlace(command.MostReaders))
            return Refused(EventReader.TooMany);
        if (command.Epoch != epoch || (reader?.Epoch ?? epoch) != epoch || (reader?.Step ?? 0) != command.Step)
            return Refused(ChatErrorCodes.CursorUnknown);
        var after = command.IsPage
            ? new EventReader(command.Step + 1, epoch, command.Ranges, now)
            : new EventReader(command.Step, epoch, reader?.Page ?? [], now);
        rows.Readers.Set(command.ReaderId, after, command.Ranges);
        return new() { Revision = after.Step };
    }
}
