using SignalRChat.Hosting.Library;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the chat in an app.</summary>
public static class SignalRChatEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps the hub, the guests' tokens and the server API below a prefix. Guests and the API answer 404 until the configuration switches
    /// them on. The endpoints allow anonymous requests as far as the app's own authorization is concerned: the chat checks each itself.
    /// </summary>
    /// <param name="endpoints">The endpoints of the app.</param>
    /// <param name="prefix">
    /// The path above all of them, such as <c>/chat</c>. Clients get the address of the app with this prefix. Default: none, so the hub
    /// is at <c>/hubs/chat</c>.
    /// </param>
    /// <param name="health">Whether <c>/health/live</c> and <c>/health/ready</c> of the chat are mapped too. Default false.</param>
    /// <returns>The endpoints, for conventions such as a host name.</returns>
    /// <exception cref="InvalidOperationException"><c>AddSignalRChat</c> was not called, or the chat was mapped already.</exception>
    public static IEndpointConventionBuilder MapSignalRChat(this IEndpointRouteBuilder endpoints, string prefix = "", bool health = false)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        var chat = endpoints.ServiceProvider.GetService<EmbeddedChat>()
            ?? throw new InvalidOperationException("The app has no chat; call builder.Services.AddSignalRChat first.");
        chat.Use(EmbeddedServer.BuildPipeline(chat.Services, health));
        return EmbeddedEndpoints.Map(endpoints, chat, prefix, EmbeddedServer.Patterns(health));
    }
}
