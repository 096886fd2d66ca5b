using SignalRChat.Api.Access;
using SignalRChat.Api.Requests;
using SignalRChat.Api.Rooms;

namespace SignalRChat.Api;

/// <summary>The API for backends, below <see cref="Prefix"/>.</summary>
internal static class ChatApi
{
    public const string Prefix = "/api/v1";

    public static IServiceCollection AddChatApi(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddCheckedOptions<ApiOptions>(configuration, ApiOptions.SectionName);
        services.AddApiAccess();
        // QueryRules answers; in Development the framework would answer with a page that holds a stack.
        services.Configure<RouteHandlerOptions>(static handlers => handlers.ThrowOnBadRequest = false);
        return services;
    }

    /// <summary>Maps nothing while no key and no authority is configured: then the API does not exist.</summary>
    public static void MapChatApi(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<IOptions<ApiOptions>>().Value.IsOn)
            return;
        var api = app.MapGroup(Prefix).AddEndpointFilter<ApiErrors>();
        api.AddEndpointFilterFactory(QueryRules.Check);
        RoomUpdates.Map(api);
    }
}
