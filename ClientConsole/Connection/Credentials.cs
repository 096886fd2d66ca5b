using SignalRChat.ClientConsole.Settings;

namespace SignalRChat.ClientConsole.Connection;

/// <summary>The token for the connect: the given one, or a guest's.</summary>
internal sealed class Credentials(ConsoleSettings settings, string name, HttpClient http, TimeProvider time, GuestFile? file = null)
{
    private readonly GuestTokenProvider _guest = new(http, settings.Url, name, time, file);

    /// <summary>The user of the token, once there is one.</summary>
    public string? UserId { get; private set; }

    public async Task<string?> GetAsync(CancellationToken cancellationToken)
    {
        var token = settings.Token ?? await _guest.GetAsync(cancellationToken);
        UserId = TokenSubject.Of(token);
        return token;
    }
}
