using System.Text.RegularExpressions;

namespace SignalRChat.Services.Rooms;

/// <summary>
/// Asks the app's <see cref="IMessagePolicy"/> and <see cref="IRoomAuthority"/>, if it has them, within their time. A policy that fails
/// is logged, and the setting decides.
/// </summary>
internal sealed partial class AppPolicies(
    IOptions<PolicyOptions> options, IOptions<LimitOptions> limits, TimeProvider time, ILogger<AppPolicies> logger,
    IMessagePolicy? messages = null, IRoomAuthority? rooms = null)
{
    private const int LongestSentence = 200;

    private static readonly TimeSpan _retry = TimeSpan.FromSeconds(1);

    private readonly PolicyOptions _options = options.Value;
    private readonly int _textLength = limits.Value.TextLength;

    /// <summary>Whether there is a policy for messages.</summary>
    public bool DecideMessages => messages is not null;

    /// <summary>Returns the text and the data to store.</summary>
    /// <exception cref="ChatRefusedException">The policy refuses the message, or has failed.</exception>
    public async Task<(string Text, string? Data)> DecideAsync(MessageDraft draft)
    {
        var decision = await AskAsync(
            nameof(IMessagePolicy), async cancel => Checked(await messages!.DecideAsync(draft, cancel)), MessageDecision.Accept);
        return decision.Outcome switch
        {
            MessageOutcome.Refuse => throw new ChatRefusedException(ChatErrorCodes.MessageRejected, Short(decision.Text!)),
            MessageOutcome.Change => (decision.Text!, draft.IsEdit ? null : decision.Data),
            _ => (draft.Text, draft.Data),
        };
    }

    /// <exception cref="ChatRefusedException">The user may not create the room, or the authority has failed.</exception>
    public async ValueTask RequireMayCreateAsync(RoomCreationRequest request)
    {
        if (rooms is null)
            return;
        if (!await AskAsync(nameof(IRoomAuthority), cancel => rooms.MayCreateAsync(request, cancel), true))
            throw new ChatRefusedException(ChatErrorCodes.Forbidden, "The app does not permit you to create this room.");
    }

    /// <summary>
    /// For a join of an outsider. Returns whether the join may also create the room: if it did not exist a moment ago, both
    /// questions are asked, because it may exist by now.
    /// </summary>
    /// <exception cref="ChatRefusedException">The user may not create or join the room, or the authority has failed.</exception>
    public async ValueTask<bool> RequireMayEnterAsync(string userId, string room, bool exists)
    {
        if (rooms is null)
            return true;
        if (!exists)
            await RequireMayCreateAsync(new() { UserId = userId, Room = room, Kind = RoomKinds.Public });
        await RequireMayJoinAsync(userId, room);
        return !exists;
    }

    /// <exception cref="ChatRefusedException">The user may not become a member, or the authority has failed.</exception>
    public async ValueTask RequireMayJoinAsync(string userId, string room, string? addedBy = null)
    {
        if (rooms is null)
            return;
        var request = new RoomJoinRequest { UserId = userId, Room = room, AddedBy = addedBy };
        if (await AskAsync(nameof(IRoomAuthority), cancel => rooms.MayJoinAsync(request, cancel), true))
            return;
        throw new ChatRefusedException(
            ChatErrorCodes.Forbidden,
            addedBy is null ? $"The app does not permit you to join {room}." : "The app does not permit this member.");
    }

    /// <summary>The limits of a text hold for a policy too.</summary>
    private MessageDecision Checked(MessageDecision decision)
    {
        if (decision.Outcome != MessageOutcome.Change)
            return decision;
        FieldRules.Text(decision.Text, _textLength);
        if (decision.Data is not null)
            FieldRules.Data(decision.Data);
        return decision;
    }

    private async Task<T> AskAsync<T>(string policy, Func<CancellationToken, ValueTask<T>> ask, T accepted)
    {
        using var deadline = new CancellationTokenSource(_options.Timeout, time);
        try
        {
            // A policy need not heed its token.
            return await ask(deadline.Token).AsTask().WaitAsync(_options.Timeout, time);
        }
        catch (Exception failure)
        {
            RoomsLog.PolicyFailed(logger, policy, _options.OnFailure, failure);
            if (_options.OnFailure == PolicyFailure.Accept)
                return accepted;
            throw new ChatRefusedException(ChatErrorCodes.Busy, "The app could not decide about this call.", _retry, failure);
        }
    }

    /// <summary>Without an end that clients read as a time to send the message again.</summary>
    private static string Short(string sentence)
    {
        var end = Math.Min(sentence.Length, LongestSentence);
        if (end < sentence.Length && char.IsHighSurrogate(sentence[end - 1]))
            end--;
        return RetryTime().Replace(sentence[..end], "") is { Length: > 0 } rest ? rest : "The app refuses this message.";
    }

    [GeneratedRegex(@"(\s*Retry after [0-9]+ ms\.\s*)+\z")]
    private static partial Regex RetryTime();
}
