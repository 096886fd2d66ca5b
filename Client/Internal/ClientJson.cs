using System.Text.Json.Serialization;

namespace SignalRChat.Client.Internal;

/// <summary>
/// The JSON form of all data that this library reads and writes, generated at compile time: a trimmed app has no reflection
/// for it. The names on the wire come from the options that it is used with.
/// </summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(object))]
[JsonSerializable(typeof(OutboxItem))]
[JsonSerializable(typeof(RoomCursor))]
[JsonSerializable(typeof(BanMemberRequest))]
[JsonSerializable(typeof(ChangeMessageResult))]
[JsonSerializable(typeof(ChatMessage))]
[JsonSerializable(typeof(ChatUser))]
[JsonSerializable(typeof(DeleteMessageRequest))]
[JsonSerializable(typeof(DrainNotice))]
[JsonSerializable(typeof(EditMessageRequest))]
[JsonSerializable(typeof(GetHistoryRequest))]
[JsonSerializable(typeof(GetHistoryResult))]
[JsonSerializable(typeof(GetMembersRequest))]
[JsonSerializable(typeof(GetMembersResult))]
[JsonSerializable(typeof(GetUpdatesRequest))]
[JsonSerializable(typeof(GetUpdatesResult))]
[JsonSerializable(typeof(GuestTokenRequest))]
[JsonSerializable(typeof(GuestTokenResult))]
[JsonSerializable(typeof(JoinRoomRequest))]
[JsonSerializable(typeof(JoinRoomResult))]
[JsonSerializable(typeof(KickMemberRequest))]
[JsonSerializable(typeof(LeaveRoomRequest))]
[JsonSerializable(typeof(ListRoomsRequest))]
[JsonSerializable(typeof(ListRoomsResult))]
[JsonSerializable(typeof(PresenceChange))]
[JsonSerializable(typeof(RemoveMemberResult))]
[JsonSerializable(typeof(ReactRequest))]
[JsonSerializable(typeof(RoomMember))]
[JsonSerializable(typeof(RoomRemoval))]
[JsonSerializable(typeof(RoomSummary))]
[JsonSerializable(typeof(RoomUpdate))]
[JsonSerializable(typeof(SendMessageRequest))]
[JsonSerializable(typeof(SendMessageResult))]
[JsonSerializable(typeof(SessionEnd))]
[JsonSerializable(typeof(SetRoleRequest))]
[JsonSerializable(typeof(StartTypingRequest))]
[JsonSerializable(typeof(StopTypingRequest))]
[JsonSerializable(typeof(TypingChange))]
[JsonSerializable(typeof(UnbanMemberRequest))]
internal sealed partial class ClientJson : JsonSerializerContext;
