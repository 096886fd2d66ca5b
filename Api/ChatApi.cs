using System.Text.Json.Serialization;
using SignalRChat.Api.Access;
using SignalRChat.Api.Events;
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
    public static void UseChatApi(this IApplicationBuilder app)
    {
        if (app.ApplicationServices.HasChatApi(ownAddress: false))
            UnansweredRequests.Use(app, Prefix);
    }

    /// <summary>A pipeline that answers nothing else.</summary>
    public static void UseOnlyChatApi(this IApplicationBuilder app)
    {
        UnansweredRequests.Use(app, "");
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseEndpoints(Map);
    }

    /// <summary>Maps nothing while no key and no authority is configured: then the API does not exist.</summary>
    public static void MapChatApi(this IEndpointRouteBuilder endpoints)
    {
        if (endpoints.ServiceProvider.HasChatApi(ownAddress: false))
            Map(endpoints);
    }

    /// <summary>Whether there is an API, at <see cref="ApiOptions.Url"/> or at the server's own address.</summary>
    public static bool HasChatApi(this IServiceProvider services, bool ownAddress)
    {
        var options = services.GetRequiredService<IOptions<ApiOptions>>().Value;
        return options.IsOn && ownAddress == options.Url is not null;
    }

    private static void Map(IEndpointRouteBuilder endpoints)
    {
        var limits = endpoints.ServiceProvider.GetRequiredService<IOptions<LimitOptions>>().Value;
        endpoints.MapApiDocument(Prefix);
        var api = endpoints.MapGroup(Prefix).AddEndpointFilter<ApiErrors>();
        api.AddEndpointFilterFactory(PathValues.Check);
        api.AddEndpointFilterFactory(QueryRules.Check);
        api.AddEndpointFilter(ConditionRules.CheckAsync);
        RoomEndpoints.Map(api);
        RoomMembers.Map(api);
        RoomUpdates.Map(api);
        RoomMessages.Map(api, limits);
        AllRoomEvents.Map(api);
        UserDetails.Map(api);
        UserTokens.Map(api);
        UserAccessEndpoints.Map(api);
    }
}
