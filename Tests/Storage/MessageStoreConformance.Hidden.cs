using System.Reflection;
using SignalRChat.Contracts;
using SignalRChat.Services.Log;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Storage;

/// <summary>A private room is hidden from users who are not members: it is refused like one that does not exist.</summary>
public abstract partial class MessageStoreConformance
{
    private const string Staff = "staff";
    private const string Nowhere = "nowhere";

    // Of services, or about the room of the users themselves.
    private static readonly Type[] _others =
    [
        typeof(ServiceCommand), typeof(MakeRoomCommand), typeof(AddMemberCommand), typeof(ProvisionCommand), typeof(SetProfileCommand),
        typeof(OpenDirectCommand), typeof(BlockCommand), typeof(MoveReaderCommand),
    ];

    [Fact]
    public async Task A_private_room_is_refused_like_none_by_the_same_statements()
    {
        var id = await HiddenRoomAsync();
        foreach (var user in new[] { "mallory", "banned", "kicked" })
        {
            foreach (var type in CommandTypes())
            {
                // Puts the room into the memory of the writer.
                await PostedAsync("alice", room: Staff);
                var (hidden, none) = (default(RoomCommandResult), default(RoomCommandResult));
                var atHidden = await StatementsAsync(async () => hidden = await CommitAsync(Command(type, Staff, user, id)));
                var atNone = await StatementsAsync(async () => none = await CommitAsync(Command(type, Nowhere, user, id)));

                var refusal = type == typeof(LeaveCommand) ? null
                    : type == typeof(CreateCommand) ? ChatErrorCodes.Forbidden : ChatErrorCodes.RoomNotFound;
                Assert.Equal((type, refusal, refusal), (type, hidden.RefusalCode, none.RefusalCode));
                Assert.NotEmpty(atNone);
                Assert.Equal(atNone.Order(StringComparer.Ordinal), atHidden.Order(StringComparer.Ordinal));
            }
        }
        Assert.Equal(0, await HeadAsync(Nowhere));
    }

    [Fact]
    public async Task The_reads_of_a_private_room_are_the_same_as_of_none()
    {
        await HiddenRoomAsync();
        Func<string, Task<bool>>[] reads =
        [
            async room => await Rooms.IsVisibleAsync(room, "mallory", Cancel),
            async room => await Rooms.FindMemberAsync(room, "mallory", Cancel) is not null,
            async room => await Rooms.ReadMembersAsync(room, "mallory", 10, Cancel) is not null,
            async room => await Rooms.ReadMemberPageAsync(room, "mallory", null, 10, Cancel) is not null,
            async room => await Messages.ReadUpdatesAsync(room, "mallory", 0, 10, Cancel) is not null,
            async room => await Messages.ReadHistoryAsync(room, "mallory", null, 10, Cancel) is not null,
        ];
        foreach (var read in reads)
        {
            var (hidden, none) = (true, true);
            var atNone = await StatementsAsync(async () => none = await read(Nowhere));
            var atHidden = await StatementsAsync(async () => hidden = await read(Staff));
            Assert.Equal(atNone, atHidden);
            Assert.Equal((false, false), (hidden, none));
        }
        await CommitAsync(Join("carol"));
        Assert.True(await Rooms.IsVisibleAsync(Lobby, "mallory", Cancel));
        Assert.True(await Rooms.IsVisibleAsync(Staff, "alice", Cancel));
    }

    private async Task<string> HiddenRoomAsync()
    {
        await Messages.ProvisionAsync(Staff, [User("alice"), User("bob"), User("kicked")], Now);
        await CommitAsync([Ban("alice", "banned", Staff), Kick("alice", "kicked", Staff)]);
        return await PostedAsync("alice", room: Staff);
    }

    private static IEnumerable<Type> CommandTypes() =>
        typeof(RoomCommand).Assembly.GetTypes().Where(type =>
            type is { IsAbstract: false } && type.IsSubclassOf(typeof(RoomCommand)) && !_others.Contains(type));

    /// <summary>A command of this type by its constructor. The user may not make a room.</summary>
    private static RoomCommand Command(Type type, string room, string user, string messageId)
    {
        var constructor = type.GetConstructors().MaxBy(one => one.GetParameters().Length)!;
        var command = (RoomCommand)constructor.Invoke([.. constructor.GetParameters().Select(Value)]);
        return command switch
        {
            JoinCommand join => join with { MayMake = false },
            CreateCommand create => create with { MayMake = false },
            _ => command,
        };

        object? Value(ParameterInfo parameter) => parameter.Name switch
        {
            "Room" => room,
            "User" => User(user),
            "MessageId" => messageId,
            "TargetId" => "bob",
            "Role" => RoomRoles.Member,
            "Text" or "Reason" => "hello",
            "Emoji" => "👍",
            "Kind" => RoomKinds.Private,
            _ when parameter.HasDefaultValue => parameter.DefaultValue,
            _ => parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType) : null,
        };
    }
}
