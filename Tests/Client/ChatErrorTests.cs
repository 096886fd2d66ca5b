using Microsoft.AspNetCore.SignalR;
using SignalRChat.Client;
using SignalRChat.Client.Internal;
using SignalRChat.Contracts;

namespace SignalRChat.Tests.Client;

public sealed class ChatErrorTests
{
    private const string Lead = "An unexpected error occurred invoking 'SendMessage' on the server. HubException: ";

    [Fact]
    public void A_refusal_is_read_from_behind_what_SignalR_puts_before_it()
    {
        var refused = ChatError.Parse(Lead + "not-a-member: Join the room first.");

        Assert.Equal(
            (ChatErrorCodes.NotAMember, "Join the room first.", null, false),
            (refused.Code, refused.Message, refused.RetryAfter, refused.IsRetryable));
    }

    [Fact]
    public void The_time_to_wait_is_read_from_the_end()
    {
        var refused = ChatError.Parse(Lead + "busy: The server is full. Retry after 250 ms.");

        Assert.Equal(
            ("busy", "The server is full.", TimeSpan.FromMilliseconds(250), true),
            (refused.Code, refused.Message, refused.RetryAfter, refused.IsRetryable));
    }

    [Theory]
    [InlineData("busy: The server is full.", true)]
    [InlineData("storage-unavailable: The disk is full.", true)]
    [InlineData("node-draining: This node is draining; retry on another node.", true)]
    [InlineData("slow-down: A newer server said so. Retry after 5 ms.", true)]
    [InlineData("text-too-long: See HubException: nothing.", false)]
    public void Codes_say_whether_a_retry_makes_sense(string text, bool retryable) =>
        Assert.Equal(retryable, ChatError.Parse(Lead + text).IsRetryable);

    [Theory]
    [InlineData("Failed to invoke 'Nothing' due to an error on the server.")]
    [InlineData("Failed to invoke 'Nothing' due to an error on the server. HubException: Method does not exist.")]
    [InlineData("")]
    public void What_is_no_refusal_of_ours_is_an_internal_error_with_the_whole_text(string text)
    {
        var error = ChatError.Parse(text);

        Assert.Equal((ChatErrorCodes.InternalError, text), (error.Code, error.Message));
    }

    [Fact]
    public void A_close_with_an_error_is_no_refusal() =>
        Assert.IsType<ChatDisconnectedException>(
            ChatError.From(new HubException("The server closed the connection with the following error: x: y.")));
}
