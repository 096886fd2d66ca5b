using SignalRChat;
using SignalRChat.Hosting.Library;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the chat to an app.</summary>
public static class SignalRChatServiceCollectionExtensions
{
    /// <summary>
    /// Adds the chat. Its services are in a separate container, so it changes nothing of the app: no scheme, hub, option, log filter
    /// or limit. It starts when the app listens, and drains when the app stops. <c>MapSignalRChat</c> gives it a path.
    /// </summary>
    /// <param name="services">The services of the app.</param>
    /// <param name="configuration">
    /// The settings of the chat: a section of the app's configuration, or the whole, with the keys of docs/settings.md below it. A wrong
    /// value stops the start of the app with a sentence.
    /// </param>
    /// <param name="configure">The other decisions of the app.</param>
    /// <returns>The services of the app.</returns>
    /// <exception cref="InvalidOperationException">The app has a chat already.</exception>
    public static IServiceCollection AddSignalRChat(
        this IServiceCollection services, IConfiguration configuration, Action<SignalRChatBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        if (services.Any(service => service.ServiceType == typeof(EmbeddedChat)))
            throw new InvalidOperationException("The app has a chat already; call AddSignalRChat once.");
        var choices = new SignalRChatBuilder();
        configure?.Invoke(choices);
        services.AddSingleton(app => new EmbeddedChat(app, () => EmbeddedServer.Build(app, configuration, choices)));
        services.AddHostedService(app => app.GetRequiredService<EmbeddedChat>());
        return services;
    }
}
