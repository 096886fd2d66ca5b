using SignalRChat.Client.Internal;
using SignalRChat.Contracts;

namespace SignalRChat.Tests.Client;

public sealed class InboxStateTests
{
    /// <summary>Regression: with a token that lists rooms, messages of joined rooms were not counted.</summary>
    [Theory]
    [InlineData("epoch.0123456789abcdef", 1)]
    [InlineData("epoch", 1)]
    [InlineData("another", 0)]
    public void A_message_of_a_joined_room_counts_if_the_inbox_has_the_same_epoch(string epoch, int unread)
    {
        var message = new ChatMessage
        {
            MessageId = "id-201",
            Sequence = 201,
            Revision = 201,
            UserId = "bob",
            Name = "bob",
            Text = "text",
        };
        var inbox = new InboxState();
        inbox.Restore(new(epoch, 1, [new() { Room = "garden", Kind = RoomKinds.Private, Head = 200, ReadThrough = 200 }]));

        inbox.Take("garden", new("epoch", 201), [message], "me");

        Assert.Equal(unread, inbox.Shown("garden")!.Unread);
    }
}
