using System.Text.Json.Serialization;
using SignalRChat.Api.Access;
using SignalRChat.Api.OpenApi;
using SignalRChat.Api.Requests;
using SignalRChat.Api.Rooms;
using SignalRChat.Api.Users;
using SignalRChat.Services.Rooms;

namespace SignalRChat.Api;

/// <summary>The API for backends, below <see cref="Prefix"/>.</summary>
internal static class ChatApi
{
    public const string Prefix = "/api/v1";

    public static IServiceCollection AddChatApi(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddCheckedOptions<ApiOptions>(configuration, ApiOptions.SectionName);
        services.AddApiAccess();
        services.AddApiDocument(Prefix);
        // QueryRules answers; in Development the framework would answer with a page that holds a stack.
        services.Configure<RouteHandlerOptions>(static handlers => handlers.ThrowOnBadRequest = false);
        services.ConfigureHttpJsonOptions(static json =>
        {
            json.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        });
        return services;
    }

    /// <summary>Must be registered before routing, whose answers it completes.</summary>
    public static void UseChatApi(this WebApplication app)
    {
        if (IsOn(app))
            UnansweredRequests.Use(app, Prefix);
    }

    /// <summary>Maps nothing while no key and no authority is configured: then the API does not exist.</summary>
    public static void MapChatApi(this WebApplication app)
    {
        if (!IsOn(app))
            return;
        var limits = app.Services.GetRequiredService<IOptions<LimitOptions>>().Value;
        app.MapApiDocument(Prefix);
        var api = app.MapGroup(Prefix).AddEndpointFilter<ApiErrors>();
        api.AddEndpointFilterFactory(QueryRules.Check);
        RoomEndpoints.Map(api);
        RoomMembers.Map(api);
        RoomUpdates.Map(api);
        RoomMessages.Map(api, limits);
        UserDetails.Map(api);
        UserTokens.Map(api);
        UserAccessEndpoints.Map(api);
    }

    private static bool IsOn(WebApplication app) => app.Services.GetRequiredService<IOptions<ApiOptions>>().Value.IsOn;
}
