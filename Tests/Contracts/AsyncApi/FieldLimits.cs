using System.Reflection;
using System.Text.Json.Nodes;
using SignalRChat.Contracts;

namespace SignalRChat.Tests.Contracts.AsyncApi;

/// <summary>
/// The ranges and values of fields that a schema can state. A length of the contract is in UTF-16 code units or in bytes, and the
/// length of a schema in characters, which are never more.
/// </summary>
internal static class FieldLimits
{
    /// <summary>By the name of the field, or by that of its type as well.</summary>
    private static readonly Dictionary<string, Func<JsonObject>> _requests = new()
    {
        ["room"] = () => new() { ["pattern"] = ChatLimits.RoomNamePattern },
        ["messageId"] = Id,
        ["replyTo"] = Id,
        ["text"] = () => Length(1, ChatLimits.TextLength),
        ["userId"] = () => Length(1, ChatLimits.UserIdLength),
        ["title"] = () => Length(0, ChatLimits.TitleLength),
        ["reason"] = () => Length(1, ChatLimits.ReasonLength),
        ["emoji"] = () => Length(1, ChatLimits.EmojiBytes),
        ["prefix"] = () => Length(0, ChatLimits.RoomNameLength),
        ["mentions"] = () => new() { ["maxItems"] = ChatLimits.Mentions },
        ["members"] = () => new() { ["maxItems"] = ChatLimits.MembersAdded },
        ["limit"] = () => Range(1, ChatLimits.PageSize),
        ["GetUpdatesRequest.limit"] = () => Range(1, ChatLimits.CatchUpPageSize),
        ["JoinRoomRequest.after"] = () => new() { ["minimum"] = 0 },
        ["GetUpdatesRequest.after"] = () => new() { ["minimum"] = 0 },
        ["FollowInboxRequest.after"] = () => new() { ["minimum"] = 0 },
        ["slowModeSeconds"] = () => Range(0, ChatLimits.SlowModeSeconds),
        ["maxMembers"] = () => OfServerOr(Range(ChatLimits.LeastMembers, ChatLimits.MaxMembers)),
        ["retentionDays"] = () => OfServerOr(Range(0, ChatLimits.RetentionDays)),
        ["kind"] = () => new() { ["enum"] = new JsonArray(RoomKinds.Public, RoomKinds.Private) },
        ["role"] = () => Values("enum", typeof(RoomRoles)),
        ["posting"] = () => Values("enum", typeof(RoomPosting)),
        ["presence"] = () => Values("enum", typeof(RoomPresence)),
    };

    /// <summary>Later versions may add values, so a client must accept others too: they are examples.</summary>
    private static readonly Dictionary<string, Func<JsonObject>> _answers = new()
    {
        ["role"] = () => Values("examples", typeof(RoomRoles)),
        ["kind"] = () => Values("examples", typeof(RoomKinds)),
        ["ChatMessage.kind"] = () => Values("examples", typeof(MessageKinds)),
        ["posting"] = () => Values("examples", typeof(RoomPosting)),
        ["presence"] = () => Values("examples", typeof(RoomPresence)),
        ["MessageEvent.type"] = () => Values("examples", typeof(MessageEventTypes)),
        ["SessionEnd.code"] = () => Values("examples", typeof(SessionEndCodes)),
        ["RoomRemoval.code"] = () => Values("examples", typeof(RoomRemovalCodes)),
        ["InboxEntry.left"] = () => Values("examples", typeof(RoomRemovalCodes)),
        ["ChangedMember.left"] = () => Values("examples", typeof(RoomRemovalCodes)),
        ["RoomLimits.textLength"] = () => Default(ChatLimits.TextLength),
        ["RoomLimits.receiveBytes"] = () => Default(ChatLimits.ReceiveBytes),
        ["RoomLimits.roomsPerConnection"] = () => Default(ChatLimits.RoomsPerConnection),
        ["RoomLimits.pageSize"] = () => Default(ChatLimits.PageSize),
        ["RoomLimits.catchUpPageSize"] = () => Default(ChatLimits.CatchUpPageSize),
        ["LastMessage.text"] = () => Length(0, ChatLimits.LastMessageLength),
        ["ReactionTally.userIds"] = () => new() { ["maxItems"] = ChatLimits.ReactionUsers },
        ["JoinRoomResult.present"] = () => new() { ["maxItems"] = ChatLimits.PresentSize },
        ["GetMembersResult.members"] = () => new() { ["maxItems"] = ChatLimits.PageSize },
        ["InboxEntry.mentions"] = () => Range(0, ChatLimits.CountedMentions),
        ["RoomActivity.mentions"] = () => Range(0, ChatLimits.CountedMentions),
        ["MarkReadResult.mentions"] = () => Range(0, ChatLimits.CountedMentions),
    };

    public static void Add(JsonObject schema, PropertyInfo field, bool isRequest, bool mayBeNull)
    {
        var name = ContractTypes.Key(field)!;
        var limits = isRequest ? _requests : _answers;
        if (!limits.TryGetValue($"{field.DeclaringType!.Name}.{name}", out var limit) && !limits.TryGetValue(name, out limit))
            return;
        foreach (var (keyword, value) in limit())
            schema[keyword] = value!.DeepClone();
        if (mayBeNull && schema["enum"] is JsonArray values)
            values.Add(null);
        if (mayBeNull && schema["anyOf"] is JsonArray choices)
            choices.Add(new JsonObject { ["type"] = "null" });
    }

    private static JsonObject Default(int value) => new() { ["default"] = value };

    private static JsonObject Id() => new() { ["format"] = "uuid" };

    private static JsonObject Length(int least, int most) => least == 0
        ? new() { ["maxLength"] = most }
        : new() { ["minLength"] = least, ["maxLength"] = most };

    private static JsonObject Range(int least, int most) => new() { ["minimum"] = least, ["maximum"] = most };

    private static JsonObject OfServerOr(JsonObject range) =>
        new() { ["anyOf"] = new JsonArray(new JsonObject { ["const"] = ChatLimits.OfServer }, range) };

    private static JsonObject Values(string keyword, Type constants) =>
        new() { [keyword] = Schemas.Names(ContractTypes.Constants(constants).Values) };
}
