namespace SignalRChat.Services.Log;

internal sealed partial class RoomBatch
{
    private RoomCommandResult SetProfile(SetProfileCommand command)
    {
        var before = rows.FindProfile(command.UserId);
        if (command.Condition is { } condition
            && (condition.Revision is { } expected ? before.Revision != expected : before.Revision == 0))
        {
            return Refused(ChatErrorCodes.PreconditionFailed);
        }
        var after = command.Apply(before);
        if (after == before)
            return new() { Revision = before.Revision, Duplicate = true };
        after = after with { Revision = before.Revision + 1 };
        rows.SetProfile(command.UserId, after);
        return new() { Revision = after.Revision };
    }
}
