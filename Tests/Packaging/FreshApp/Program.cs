// An app that has nothing but the package. PackageTests builds it in an empty folder, for several frameworks, and runs it.
using System;
using System.Threading.Tasks;
using SignalRChat.Client;

var (url, folder) = (new Uri(args[0]), args[1]);
using var guests = new GuestTokens(new(url, "alice"));
foreach (var protocol in new[] { ChatProtocol.Json, ChatProtocol.MessagePack })
{
    using var store = new FileChatStore(folder);
    await using var chat = new ChatClient(Library.Options(url, protocol, guests, store));
    var (text, heard) = ($"{protocol}", new TaskCompletionSource<string>());
    chat.MessagesChanged += changes =>
    {
        foreach (var message in changes.Messages)
        {
            if (message.Text == text)
                heard.TrySetResult(text);
        }

        return Task.CompletedTask;
    };
    await chat.ConnectAsync();
    await chat.JoinAsync("lobby");
    var sent = await chat.SendAsync("lobby", "a text");
    await chat.EditAsync("lobby", sent.MessageId, text);
    Console.WriteLine(await heard.Task);
}

try
{
    await using var refused = new ChatClient(new(url) { AccessTokenProvider = _ => Task.FromResult<string?>("a.b.c") });
    await refused.ConnectAsync();
}
catch (ChatAuthenticationException e)
{
    Console.WriteLine(e.StatusCode);
}
