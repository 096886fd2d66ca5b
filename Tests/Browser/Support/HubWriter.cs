using Microsoft.AspNetCore.SignalR.Client;
using SignalRChat.Contracts;

namespace SignalRChat.BrowserTests.Support;

/// <summary>A user without a page, who posts as fast as the server accepts it.</summary>
internal sealed class HubWriter : IAsyncDisposable
{
    private readonly HubConnection _connection;
    private readonly string _room;

    private HubWriter(HubConnection connection, string room) => (_connection, _room) = (connection, room);

    public static async Task<HubWriter> ArriveAsync(Uri server, string name, string room) =>
        await ConnectAsync(server, (await Guests.SignInAsync(server, name)).AccessToken, room);

    /// <summary>Another client of the same user.</summary>
    public static async Task<HubWriter> AsAsync(Uri server, Person person, string room)
    {
        var token = await person.Page.EvaluateAsync<string>("JSON.parse(sessionStorage.getItem('chat.session')).guest.accessToken");
        return await ConnectAsync(server, token, room);
    }

    private static async Task<HubWriter> ConnectAsync(Uri server, string accessToken, string room)
    {
        var connection = new HubConnectionBuilder()
            .WithUrl(
                new Uri(server, ChatPaths.Hub.TrimStart('/')),
                options => options.AccessTokenProvider = () => Task.FromResult<string?>(accessToken))
            .Build();
        await connection.StartAsync();
        await connection.InvokeAsync(nameof(IChatHub.JoinRoom), new JoinRoomRequest { Room = room });
        return new(connection, room);
    }

    /// <summary>One after the other: each is stored before the next is sent.</summary>
    public async Task SayAllAsync(IEnumerable<string> texts)
    {
        foreach (var text in texts)
            await PostAsync(text);
    }

    public Task SayAsync(string text) => PostAsync(text);

    /// <returns>The message's id.</returns>
    public async Task<string> PostAsync(string text, Person? mentioned = null)
    {
        var messageId = Guid.CreateVersion7().ToString();
        string[]? mentions = mentioned is null
            ? null
            : [await mentioned.Page.EvaluateAsync<string>("JSON.parse(sessionStorage.getItem('chat.session')).guest.userId")];
        var request = new SendMessageRequest { Room = _room, MessageId = messageId, Text = text, Mentions = mentions };
        await _connection.InvokeAsync(nameof(IChatHub.SendMessage), request);
        return messageId;
    }

    public Task DeleteAsync(string messageId) =>
        _connection.InvokeAsync(nameof(IChatHub.DeleteMessage), new DeleteMessageRequest { Room = _room, MessageId = messageId });

    public Task TypeAsync() => _connection.InvokeAsync(nameof(IChatHub.StartTyping), new StartTypingRequest { Room = _room });

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
