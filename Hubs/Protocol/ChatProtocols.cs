using System.Text.Json.Serialization;
using MessagePack.Resolvers;
using Microsoft.AspNetCore.SignalR;

namespace SignalRChat.Hubs.Protocol;

/// <summary>JSON and MessagePack as the hub writes them: a member that is null is absent.</summary>
internal static class ChatProtocols
{
    public static ISignalRServerBuilder AddChatProtocols(this ISignalRServerBuilder signalR) => signalR
        .AddJsonProtocol(static json => json.PayloadSerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)
        .AddMessagePackProtocol(static messagePack => messagePack.SerializerOptions = messagePack.SerializerOptions.WithResolver(
            CompositeResolver.Create(
                [
                    new ChatMessageFormatter(), new RoomUpdateFormatter(), new UpdatesFormatter(), new HistoryFormatter(),
                    new ChangedMemberFormatter(), new RoomInfoFormatter(), new RoomMemberFormatter(),
                    new ListRoomsResultFormatter(), new MessageEventFormatter(), new InboxEntryFormatter(),
                    new RoomActivityFormatter(), new UserBlockFormatter(),
                ],
                [messagePack.SerializerOptions.Resolver])));
}
