using SignalRChat.Api;
using SignalRChat.Auth;
using SignalRChat.Hosting.Health;
using SignalRChat.Hosting.ServerApi;
using SignalRChat.Hubs;

namespace SignalRChat.Hosting.Pipeline;

/// <summary>Answers the requests of the chat, in the program as in an app that hosts it. Each step relies on those before.</summary>
internal static class ChatPipeline
{
    public static void UseChat(this IApplicationBuilder app)
    {
        app.UseApiAddress();
        app.UseChatApi();
        app.UseRouting();
        app.UseChatOrigins();
        app.UseStartGate();
        app.UseChatAuth();
        app.UseChatHubs();
    }

    public static void MapChat(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapChatAuth();
        endpoints.MapChatHubs();
        endpoints.MapChatApi();
    }
}
