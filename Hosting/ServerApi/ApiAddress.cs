using SignalRChat.Api;
using SignalRChat.Hosting.Health;

namespace SignalRChat.Hosting.ServerApi;

/// <summary>The server API at an address of its own, if one is configured.</summary>
internal static class ApiAddress
{
    public static void AddApiAddress(this IServiceCollection services)
    {
        services.AddOptions<ApiOptions>().Check(ApiListener.Problems);
        services.AddSingleton<ApiListener>();
        services.AddHostedService(provider => provider.GetRequiredService<ApiListener>());
    }

    public static void UseApiAddress(this IApplicationBuilder app)
    {
        if (!app.ApplicationServices.HasChatApi(ownAddress: true))
            return;
        var api = app.New();
        api.UseStartGate();
        api.UseOnlyChatApi();
        app.ApplicationServices.GetRequiredService<ApiListener>().Pipeline = api.Build();
    }
}
