using System.Text.RegularExpressions;

namespace SignalRChat.BrowserTests.Support;

/// <summary>The connection of one user to the server. A test can cut it while all other users keep theirs.</summary>
internal sealed partial class Wire
{
    private const string Negotiation = "**/hubs/chat/negotiate*";

    private readonly Person _person;
    private IWebSocketRoute? _socket;
    private volatile bool _isSwallowed;

    private Wire(Person person) => _person = person;

    /// <summary>Takes control of the connection. The page must then be reloaded.</summary>
    public static async Task<Wire> OfAsync(Person person)
    {
        var wire = new Wire(person);
        await person.Page.RouteWebSocketAsync(url => url.Contains("/hubs/chat", StringComparison.Ordinal), socket =>
        {
            var server = socket.ConnectToServer();
            wire._socket = socket;
            wire._isSwallowed = false;
            socket.OnMessage(frame =>
            {
                if (!wire._isSwallowed)
                    Pass(server, frame);
            });
            server.OnMessage(frame =>
            {
                if (!wire._isSwallowed)
                    Pass(socket, frame);
            });
        });
        await person.Page.ReloadAsync();
        return wire;
    }

    /// <summary>
    /// As <see cref="OfAsync"/>, with a server of a version that did not send its limits: this removes them from its answers.
    /// </summary>
    public static async Task WithoutLimitsAsync(Person person)
    {
        await person.Page.RouteWebSocketAsync(url => url.Contains("/hubs/chat", StringComparison.Ordinal), socket =>
        {
            var server = socket.ConnectToServer();
            server.OnMessage(frame => socket.Send(Limits().Replace(frame.Text ?? "", "")));
            socket.OnMessage(frame => server.Send(frame.Text ?? ""));
        });
        await person.Page.ReloadAsync();
    }

    public async Task CutAsync()
    {
        _person.ExpectsOutage = true;
        await _person.Page.RouteAsync(Negotiation, route => route.AbortAsync());
        await (_socket ?? throw new InvalidOperationException("There is no connection yet.")).CloseAsync();
    }

    /// <summary>From now on this connection stays open and passes nothing on. The next one works.</summary>
    public void Swallow() => _isSwallowed = true;

    public Task MendAsync() => _person.Page.UnrouteAsync(Negotiation);

    private static void Pass(IWebSocketRoute to, IWebSocketFrame frame)
    {
        if (frame.Text is { } text)
            to.Send(text);
        else
            to.Send(frame.Binary ?? []);
    }

    [GeneratedRegex(""","limits":\{[^}]*\}""")]
    private static partial Regex Limits();
}
