// A trimmed app: it joins a room, sends, edits, reads and keeps its state in files. TrimmedAppTests publishes and runs it.
using SignalRChat.Client;

var (url, token, folder, protocol) = (new Uri(args[0]), args[1], args[2], Enum.Parse<ChatProtocol>(args[3]));
try
{
    using var store = new FileChatStore(folder);
    await using var chat = new ChatClient(new()
    {
        Url = url,
        Protocol = protocol,
        AccessTokenProvider = _ => Task.FromResult<string?>(token),
        CursorStore = store,
        OutboxStore = store,
    });
    var heard = new TaskCompletionSource<string>();
    chat.MessagesChanged += changes =>
    {
        if (changes.Messages is [.., { EditedAt: not null } edited])
            heard.TrySetResult(edited.Text);
        return Task.CompletedTask;
    };
    await chat.ConnectAsync();
    var joined = await chat.JoinAsync("lobby");
    var sent = await chat.SendAsync("lobby", "one");
    await chat.EditAsync("lobby", sent.MessageId, "two");
    var text = await heard.Task;
    var history = await chat.GetHistoryAsync("lobby");
    await chat.StartTypingAsync("lobby");
    var members = await chat.GetMembersAsync("lobby");
    Console.WriteLine($"{joined.Role}, {text}, {history.Messages.Length} message, {members.MemberCount} member");
    return 0;
}
catch (ChatClientFaultException e)
{
    Console.WriteLine(e.Message);
    return 1;
}
