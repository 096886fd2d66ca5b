namespace SignalRChat.Services.Log;

internal sealed partial class RoomBatch
{
    private RoomCommandResult React(ReactCommand command, BatchRoom room, string? role)
    {
        if (Find(command.MessageId, room, role, out var id, out var message) is { } unknown)
            return Refused(unknown);
        // A repeat is answered as stored, even if the user may not react any more.
        var before = rows.FindReactions(room, message!);
        if (rows.HasReacted(room, message!, command.Emoji, command.User.UserId) == command.IsOn)
            return new() { Sequence = message!.Sequence, Revision = before?.Revision ?? room.Head, Duplicate = true };
        if (message!.DeletedAt is not null)
            return Refused(ChatErrorCodes.MessageDeleted);
        if (RestrictChange(room, command.User.UserId, role!) is { } code)
            return Refused(code);

        var tallies = before?.Tallies ?? [];
        var place = Array.FindIndex(tallies, tally => tally.Emoji == command.Emoji);
        if (place < 0 && tallies.Length >= ChatLimits.ReactionsPerMessage)
            return Refused(ChatErrorCodes.TooManyReactions);

        var revision = room.Head + 1;
        rows.SetReaction(room, message, command.Emoji, command.User.UserId, command.IsOn, revision);
        var reactions = new MessageReactions
        {
            MessageId = message.MessageId,
            Sequence = message.Sequence,
            Revision = revision,
            Tallies = command.IsOn ? With(tallies, place, command) : Without(tallies, place, command, room, message),
        };
        rows.ChangeReactions(room, id, reactions);
        room.Add(reactions, replaced: before?.Revision ?? 0);
        return new() { Sequence = message.Sequence, Revision = revision };
    }

    private static ReactionTally[] With(ReactionTally[] tallies, int place, ReactCommand command)
    {
        if (place < 0)
            return [.. tallies, new() { Emoji = command.Emoji, Count = 1, UserIds = [command.User.UserId] }];
        var old = tallies[place];
        string[] newest = [command.User.UserId, .. old.UserIds.Take(ChatLimits.ReactionUsers - 1)];
        return Replaced(tallies, place, old with { Count = old.Count + 1, UserIds = newest });
    }

    private ReactionTally[] Without(ReactionTally[] tallies, int place, ReactCommand command, BatchRoom room, ChatMessage message)
    {
        var old = tallies[place];
        if (old.Count == 1)
            return [.. tallies[..place], .. tallies[(place + 1)..]];
        // One that is older than those in the tally takes the free place.
        var newest = old.Count > old.UserIds.Length && old.UserIds.Contains(command.User.UserId)
            ? rows.FindReactors(room, message, command.Emoji, ChatLimits.ReactionUsers)
            : Array.FindAll(old.UserIds, userId => userId != command.User.UserId);
        return Replaced(tallies, place, old with { Count = old.Count - 1, UserIds = newest });
    }

    private static ReactionTally[] Replaced(ReactionTally[] tallies, int place, ReactionTally tally)
    {
        ReactionTally[] changed = [.. tallies];
        changed[place] = tally;
        return changed;
    }
}
