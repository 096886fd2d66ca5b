using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace SignalRChat.Client;

/// <summary>Registers a <see cref="ChatClient"/> with an app's services.</summary>
public static class ChatClientServices
{
    /// <summary>
    /// Adds one <see cref="ChatClient"/> for the whole app. It logs to the app's log and uses its <see cref="TimeProvider"/>, unless the
    /// options set others. The app calls <see cref="ChatClient.ConnectAsync"/>. The services must be disposed of with
    /// <c>DisposeAsync</c>, as a host does.
    /// </summary>
    /// <param name="services">The app's services.</param>
    /// <param name="options">Returns the settings. Called when the client is first requested.</param>
    public static IServiceCollection AddChatClient(this IServiceCollection services, Func<IServiceProvider, ChatClientOptions> options)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(options);
        return services.AddSingleton(provider => new ChatClient(OfApp(options(provider), provider)));
    }

    /// <summary>The same with settings that need no service.</summary>
    /// <param name="services">The app's services.</param>
    /// <param name="options">The settings.</param>
    public static IServiceCollection AddChatClient(this IServiceCollection services, ChatClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return services.AddChatClient(_ => options);
    }

    private static ChatClientOptions OfApp(ChatClientOptions options, IServiceProvider services) => options with
    {
        LoggerFactory = Chosen(options.LoggerFactory, NullLoggerFactory.Instance, services),
        TimeProvider = Chosen(options.TimeProvider, TimeProvider.System, services),
    };

    private static T Chosen<T>(T set, T none, IServiceProvider services)
        where T : class =>
        ReferenceEquals(set, none) ? services.GetService<T>() ?? set : set;
}
