// A library for .NET Standard that apps on several frameworks share. It is compiled with the build for .NET Standard, and an app on .NET 10
// brings the other one.
using System;
using SignalRChat.Client;

public static class Library
{
    public static ChatClientOptions Options(Uri url, ChatProtocol protocol, GuestTokens guests, FileChatStore store) => new(url)
    {
        Protocol = protocol,
        GuestTokens = guests,
        CursorStore = store,
        OutboxStore = store,
        InboxStore = store,
        FollowsInbox = true,
    };
}
