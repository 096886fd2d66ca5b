using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SignalRChat.Common;
using SignalRChat.Contracts;
using SignalRChat.Services.Rooms;

namespace SignalRChat.Tests.Services.Rooms;

/// <summary>A policy of an app may fail, or never answer.</summary>
public sealed class AppPoliciesTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly FakeLogger<AppPolicies> _log = new();

    [Theory]
    [InlineData("throws")]
    [InlineData("throws at once")]
    [InlineData("too long")]
    [InlineData("no object")]
    public async Task A_policy_that_fails_refuses_for_now_or_accepts_as_is_set(string failure)
    {
        var draft = Draft(failure);

        var refused = await Assert.ThrowsAsync<ChatRefusedException>(() => With(PolicyFailure.Refuse).DecideAsync(draft));

        Assert.Equal((ChatErrorCodes.Busy, TimeSpan.FromSeconds(1)), (refused.Code, refused.RetryAfter));
        Assert.Equal((draft.Text, draft.Data), await With(PolicyFailure.Accept).DecideAsync(draft));
        Assert.Equal([3200, 3200], _log.Collector.GetSnapshot().Select(line => line.Id.Id));
    }

    [Fact]
    public async Task A_policy_that_heeds_no_token_is_not_waited_for()
    {
        var deciding = With(PolicyFailure.Refuse).DecideAsync(Draft("never"));
        _time.Advance(TimeSpan.FromSeconds(1.4));
        Assert.False(deciding.IsCompleted);

        _time.Advance(TimeSpan.FromSeconds(0.1));

        var refused = await Assert.ThrowsAsync<ChatRefusedException>(() => deciding.WaitAsync(Eventually.Deadline));
        Assert.Equal(ChatErrorCodes.Busy, refused.Code);
    }

    [Theory]
    [InlineData("Not here. Retry after 5 ms.", "Not here.")]
    [InlineData("Retry after 5 ms. Retry after 5 ms.", "The app refuses this message.")]
    [InlineData("long", null)]
    public async Task The_sentence_of_a_policy_is_short_and_asks_for_no_retry(string sentence, string? expected)
    {
        var letters = new string('a', 199);
        var draft = Draft(sentence == "long" ? $"!{letters}😀 and more" : $"!{sentence}");

        var refused = await Assert.ThrowsAsync<ChatRefusedException>(() => With(PolicyFailure.Refuse).DecideAsync(draft));

        Assert.Equal((ChatErrorCodes.MessageRejected, expected ?? letters, null), (refused.Code, refused.Message, refused.RetryAfter));
    }

    [Fact]
    public async Task Without_an_authority_all_may_create_and_join()
    {
        var policies = new AppPolicies(Options.Create(new PolicyOptions()), Options.Create(new LimitOptions()), _time, _log);

        await policies.RequireMayCreateAsync(new() { UserId = "alice", Kind = RoomKinds.Private });
        await policies.RequireMayJoinAsync("alice", "lobby");

        Assert.True(await policies.RequireMayEnterAsync("alice", "lobby", exists: true));
        Assert.False(policies.DecideMessages);
    }

    private static MessageDraft Draft(string text) =>
        new() { Room = "lobby", MessageId = Guid.NewGuid().ToString(), Text = text, Data = """{"a":1}""" };

    private AppPolicies With(PolicyFailure onFailure) => new(
        Options.Create(new PolicyOptions { OnFailure = onFailure }), Options.Create(new LimitOptions()), _time, _log, new BadPolicy());

    private sealed class BadPolicy : IMessagePolicy
    {
        public ValueTask<MessageDecision> DecideAsync(MessageDraft draft, CancellationToken cancellationToken) => draft.Text switch
        {
            "throws" => ThrowAsync(),
            "too long" => ValueTask.FromResult(MessageDecision.Change(new string('a', 100_000))),
            "no object" => ValueTask.FromResult(MessageDecision.Change("text", "[1]")),
            ['!', .. var sentence] => ValueTask.FromResult(MessageDecision.Refuse(sentence)),
            "never" => new(new TaskCompletionSource<MessageDecision>().Task),
            _ => throw new InvalidOperationException("It fails."),
        };

        private static async ValueTask<MessageDecision> ThrowAsync()
        {
            await Task.Yield();
            throw new InvalidOperationException("It fails later.");
        }
    }
}
