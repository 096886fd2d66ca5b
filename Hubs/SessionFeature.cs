using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;
using SignalRChat.Services.Rooms;

namespace SignalRChat.Hubs;

/// <summary>Keeps the session of a connection between calls: a hub object lives for one call only.</summary>
internal static class SessionFeature
{
    public static void Set(HubCallerContext context, ChatSession session) => context.Features.Set(session);

    public static bool TryGet(HubCallerContext context, [NotNullWhen(true)] out ChatSession? session)
    {
        session = context.Features.Get<ChatSession>();
        return session is not null;
    }

    public static ChatSession Of(HubCallerContext context) =>
        context.Features.GetRequiredFeature<ChatSession>();
}
