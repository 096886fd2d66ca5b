using SignalRChat.Services.Log;

namespace SignalRChat.Services.Storage.Postgres;

/// <summary>Everything a batch will ask for, so that it can be read in one go.</summary>
internal sealed class BatchLookup
{
    private readonly HashSet<string> _rooms = [];
    private readonly HashSet<string> _users = [];
    private readonly HashSet<string> _joined = [];
    private readonly HashSet<string> _makeable = [];
    private readonly HashSet<string> _entered = [];
    private readonly HashSet<string> _entering = [];
    private readonly HashSet<(string Room, string UserId)> _makers = [];
    private readonly HashSet<(string Room, string UserId)> _mustCount = [];
    private readonly HashSet<(string Room, string UserId)> _members = [];
    private readonly HashSet<(string Room, Guid Id)> _messages = [];
    private readonly HashSet<(string Room, Guid Id)> _deleted = [];
    private readonly HashSet<(string Room, string UserId)> _bans = [];
    private readonly HashSet<string> _owned = [];
    private readonly HashSet<string> _settings = [];
    private readonly HashSet<(string Room, string UserId)> _left = [];
    private readonly HashSet<(string Room, string UserId)> _newcomers = [];
    private readonly List<ReactionKey> _reactions = [];
    private readonly List<(string UserId, string BlockedId)> _blocks = [];
    private readonly HashSet<(string Room, string UserId)> _directWriters = [];
    private readonly HashSet<string> _pairs = [];
    private readonly HashSet<string> _blockers = [];
    private readonly HashSet<string> _profiles = [];
    private int _mostRooms;

    public BatchLookup(IReadOnlyList<RoomCommand> commands)
    {
        for (var index = 0; index < commands.Count; index++)
            Add(commands[index]);
        Rooms = [.. _rooms];
        UserIds = [.. _users];
        Joined = [.. _joined];
        Makeable = [.. _makeable];
        EnteredRooms = [.. _entered];
        EnteringIds = [.. _entering];
        (MadeRooms, MakerIds) = Columns(_makers);
        MustCount = [.. _makers.Select(_mustCount.Contains)];
        (MemberRooms, MemberIds) = Columns(_members);
        (MessageRooms, MessageIds) = Columns(_messages);
        (DeletedRooms, DeletedIds) = Columns(_deleted);
        (BanRooms, BanIds) = Columns(_bans);
        OwnedRooms = [.. _owned];
        (LeftRooms, LeftIds) = Columns(_left);
        (NewcomerRooms, NewcomerIds) = Columns(_newcomers);
        SettingsRooms = [.. _settings];
    }

    public string[] Rooms { get; }

    /// <summary>The users of the commands, besides those of services.</summary>
    public string[] UserIds { get; }

    /// <summary>The rooms that users join.</summary>
    public string[] Joined { get; }

    /// <summary>The rooms that are created if they do not exist.</summary>
    public string[] Makeable { get; }

    /// <summary>The rooms that users become members of under <see cref="MembershipLimits"/>.</summary>
    public string[] EnteredRooms { get; }

    /// <summary>These users, as far as the number of their rooms is limited.</summary>
    public string[] EnteringIds { get; }

    /// <summary>Up to which number their rooms are counted, so that it is right also after all that the batch ends.</summary>
    public long MostRooms => (long)_mostRooms + _left.Count;

    /// <summary>The rooms that users may make, each with one of them at the same place of <see cref="MakerIds"/>.</summary>
    public string[] MadeRooms { get; }
    public string[] MakerIds { get; }

    /// <summary>Whether the number of the user's rooms must be known even if the room at the same place exists.</summary>
    public bool[] MustCount { get; }

    public string[] MemberRooms { get; }
    public string[] MemberIds { get; }

    public string[] MessageRooms { get; }
    public Guid[] MessageIds { get; }

    /// <summary>The messages that users delete, whose authors' roles must be known.</summary>
    public string[] DeletedRooms { get; }
    public Guid[] DeletedIds { get; }

    public string[] BanRooms { get; }
    public string[] BanIds { get; }

    /// <summary>The rooms whose owners must be known.</summary>
    public string[] OwnedRooms { get; }

    /// <summary>The rooms that users leave or are removed from, each with one of them at the same place of <see cref="LeftIds"/>.</summary>
    public string[] LeftRooms { get; }
    public string[] LeftIds { get; }

    /// <summary>The rooms whose settings must be known: a post needs none.</summary>
    public string[] SettingsRooms { get; }

    /// <summary>The rooms that users may become members of, each with one of them at the same place of <see cref="NewcomerIds"/>.</summary>
    public string[] NewcomerRooms { get; }
    public string[] NewcomerIds { get; }

    public IReadOnlyList<ReactionKey> Reactions => _reactions;

    /// <summary>The pairs of users of whom one may block the other.</summary>
    public IReadOnlyList<(string UserId, string BlockedId)> Blocks => _blocks;

    /// <summary>The direct rooms that are opened, or whose users block each other.</summary>
    public IReadOnlyCollection<string> Pairs => _pairs;

    /// <summary>The users who write in direct rooms.</summary>
    public IReadOnlyCollection<(string Room, string UserId)> DirectWriters => _directWriters;

    /// <summary>The users who block others.</summary>
    public IReadOnlyCollection<string> Blockers => _blockers;

    /// <summary>The users whose profiles change.</summary>
    public IReadOnlyCollection<string> ProfileIds => _profiles;

    private void Add(RoomCommand command)
    {
        if (command is ServiceCommand service)
            command = service.Command;
        else if (command is not (SetProfileCommand or MoveReaderCommand))
            _users.Add(command.User.UserId);
        if (command is SetProfileCommand profile)
            _profiles.Add(profile.UserId);
        else if (command is not MoveReaderCommand)
            AddOfRoom(command);
    }

    private void AddOfRoom(RoomCommand command)
    {
        _rooms.Add(command.Room);
        _members.Add((command.Room, command.User.UserId));
        if (command is JoinCommand join)
            AddJoin(join);
        if (command is CreateCommand create)
            AddCreation(create);
        if (command is LeaveCommand)
            _left.Add((command.Room, command.User.UserId));
        if (command is not (PostCommand or EditCommand or DeleteCommand or ReactCommand))
            _settings.Add(command.Room);
        if (command is OpenDirectCommand open)
            AddOpening(open);
        if (command is BlockCommand block)
        {
            _pairs.Add(command.Room);
            _blockers.Add(command.User.UserId);
            _blocks.Add((command.User.UserId, block.OtherId));
        }
        if (command is PostCommand or EditCommand or ReactCommand && DirectRooms.IsName(command.Room))
            _directWriters.Add((command.Room, command.User.UserId));
        if (command is ModerationCommand moderation)
            AddModeration(moderation);
        if (command is MakeRoomCommand)
        {
            _joined.Add(command.Room);
            _makeable.Add(command.Room);
        }
        if (command is ProvisionCommand provision)
            AddProvision(provision);
        if (command is AddMemberCommand add)
            AddTarget(add);
        AddMessage(command.Room, command switch
        {
            PostCommand post => post.MessageId,
            EditCommand edit => edit.MessageId,
            DeleteCommand delete => delete.MessageId,
            ReactCommand react => react.MessageId,
            ReportCommand report => report.MessageId,
            _ => null,
        });
        if (command is DeleteCommand deleted && Identifiers.TryParseMessageId(deleted.MessageId, out var deletedId))
            _deleted.Add((command.Room, deletedId));
        if (command is ReactCommand reacted && Identifiers.TryParseMessageId(reacted.MessageId, out var id))
            _reactions.Add(new(command.Room, id, reacted.Emoji, command.User.UserId, reacted.IsOn));
        AddMessage(command.Room, (command as PostCommand)?.ReplyTo);
    }

    private void AddMessage(string room, string? text)
    {
        if (text is not null && Identifiers.TryParseMessageId(text, out var id))
            _messages.Add((room, id));
    }

    private void AddJoin(JoinCommand join)
    {
        _joined.Add(join.Room);
        AddNewcomer(join.Room, join.User.UserId, join.Limits);
        if (join.MayMake && !DirectRooms.IsName(join.Room))
            AddMaker(join.Room, join.User.UserId);
        _bans.Add((join.Room, join.User.UserId));
    }

    private void AddCreation(CreateCommand create)
    {
        _joined.Add(create.Room);
        if (create.MayMake)
        {
            AddMaker(create.Room, create.User.UserId);
            _mustCount.Add((create.Room, create.User.UserId));
        }
        AddNewcomer(create.Room, create.User.UserId, create.Limits);
        foreach (var member in create.Members)
        {
            AddPair(create.User.UserId, member);
            AddNewcomer(create.Room, member, create.Limits);
        }
    }

    private void AddOpening(OpenDirectCommand open)
    {
        _joined.Add(open.Room);
        _pairs.Add(open.Room);
        if (open.MayMake)
            AddMaker(open.Room, open.User.UserId);
        _members.Add((open.Room, open.OtherId));
        _bans.Add((open.Room, open.User.UserId));
        _bans.Add((open.Room, open.OtherId));
        AddPair(open.User.UserId, open.OtherId);
        AddNewcomer(open.Room, open.User.UserId, open.Limits);
        AddNewcomer(open.Room, open.OtherId, open.Limits);
    }

    private void AddPair(string userId, string otherId)
    {
        _blocks.Add((userId, otherId));
        _blocks.Add((otherId, userId));
    }

    private void AddNewcomer(string room, string userId, MembershipLimits? limits)
    {
        _newcomers.Add((room, userId));
        if (limits is null)
            return;
        _entered.Add(room);
        if (limits.RoomsPerUser == MembershipLimits.NoLimit)
            return;
        _entering.Add(userId);
        _mostRooms = Math.Max(_mostRooms, limits.RoomsPerUser);
    }

    private void AddMaker(string room, string userId)
    {
        _makeable.Add(room);
        _makers.Add((room, userId));
    }

    private void AddModeration(ModerationCommand command)
    {
        _members.Add((command.Room, command.TargetId));
        if (command is InviteCommand invite)
        {
            AddPair(command.User.UserId, command.TargetId);
            AddNewcomer(command.Room, command.TargetId, invite.Limits);
        }
        if (command is KickCommand or BanCommand)
            _left.Add((command.Room, command.TargetId));
        if (command is BanCommand or UnbanCommand or InviteCommand)
            _bans.Add((command.Room, command.TargetId));
        if (command is SetRoleCommand)
            _owned.Add(command.Room);
    }

    private void AddTarget(AddMemberCommand command)
    {
        _members.Add((command.Room, command.Target.UserId));
        _bans.Add((command.Room, command.Target.UserId));
        _owned.Add(command.Room);
        AddNewcomer(command.Room, command.Target.UserId, command.Limits);
    }

    private void AddProvision(ProvisionCommand command)
    {
        _joined.Add(command.Room);
        _makeable.Add(command.Room);
        foreach (var member in command.Members)
        {
            _members.Add((command.Room, member.UserId));
            _bans.Add((command.Room, member.UserId));
            AddNewcomer(command.Room, member.UserId, limits: null);
        }
    }

    private static (TFirst[] First, TSecond[] Second) Columns<TFirst, TSecond>(HashSet<(TFirst First, TSecond Second)> pairs)
    {
        var (first, second) = (new TFirst[pairs.Count], new TSecond[pairs.Count]);
        var index = 0;
        foreach (var pair in pairs)
            (first[index], second[index++]) = pair;
        return (first, second);
    }
}
