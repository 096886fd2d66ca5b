namespace SignalRChat.BrowserTests.Support;

/// <summary>The connection of one person to the server, which can be cut while everybody else keeps theirs.</summary>
internal sealed class Wire
{
    private const string Negotiation = "**/hubs/chat/negotiate*";

    private readonly Person _person;
    private IWebSocketRoute? _socket;

    private Wire(Person person) => _person = person;

    /// <summary>Takes hold of the connection, for which the page has to be loaded anew.</summary>
    public static async Task<Wire> OfAsync(Person person)
    {
        var wire = new Wire(person);
        await person.Page.RouteWebSocketAsync(url => url.Contains("/hubs/chat", StringComparison.Ordinal), socket =>
        {
            socket.ConnectToServer();
            wire._socket = socket;
        });
        await person.Page.ReloadAsync();
        return wire;
    }

    public async Task CutAsync()
    {
        _person.ExpectsOutage = true;
        await _person.Page.RouteAsync(Negotiation, route => route.AbortAsync());
        await (_socket ?? throw new InvalidOperationException("There is no connection yet.")).CloseAsync();
    }

    public Task MendAsync() => _person.Page.UnrouteAsync(Negotiation);
}
