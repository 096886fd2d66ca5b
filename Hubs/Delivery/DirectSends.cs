using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using SignalRChat.Hubs.Filters;
using SignalRChat.Services.Log;
using SignalRChat.Services.RateLimiting;
using SignalRChat.Services.Rooms;

namespace SignalRChat.Hubs.Delivery;

/// <summary>
/// Runs <c>SendMessage</c>, nearly the only call of a busy node, without SignalR's dispatcher, which makes a scope, a hub object and
/// seven asynchronous methods for each call. The checks and the answers are those of the hub's filters, in their order.
/// </summary>
internal sealed class DirectSends(
    MessageService messages, ValidationFilter validation, CallOutcomes outcomes, TimeProvider time, ILogger<DirectSends> logger)
{
    public ILogger Logger => logger;

    public MessageService Messages => messages;

    public CallOutcomes Outcomes => outcomes;

    /// <summary>
    /// False if SignalR must run the call: if it cannot enter at once, expects no answer, is not for a joined room, has what
    /// <c>SendMessage</c> does not use, or must be screened first.
    /// </summary>
    public bool TryRun(HubConnectionContext connection, InvocationMessage call, SendMessageRequest request)
    {
        if (!messages.SendsDirectly)
            return false;
        if (string.IsNullOrEmpty(call.InvocationId) || call.Headers is { Count: > 0 } || call.StreamIds is { Length: > 0 })
            return false;
        // The hub has set it before the first call is read.
        var session = connection.Features.GetRequiredFeature<ChatSession>();
        // Whether a user whose connection has not joined the room may know of it must be read first.
        if (request?.Room is not { } room || session.Find(room) is null)
            return false;
        if (!session.Calls.TryEnter(out var number))
            return false;
        var send = new DirectSend(this, connection, session, call, request, number) { Arrived = time.GetTimestamp() };
        send.Run();
        return true;
    }

    /// <summary>Checks the call as the filters do, in their order.</summary>
    public void Check(ChatSession session, SendMessageRequest request)
    {
        session.RequireAccess();
        session.RateLimiter.Take(CallKind.Messages);
        validation.Check(request);
        GrantRules.Check(session, request);
    }
}

/// <summary>One <c>SendMessage</c> that was let in. It leaves when its command is queued and its answer is written.</summary>
internal sealed class DirectSend(
    DirectSends sends, HubConnectionContext connection, ChatSession session, InvocationMessage call, SendMessageRequest request,
    long number) : PendingCommand(session.Answers)
{
    // With the caller's network, for the limits on log lines.
    private readonly ExecutionContext? _context = ExecutionContext.Capture();
    private RoomCommand? _command;
    private int _ends;

    /// <summary>Made when it is queued, after the checks: a refused call costs no more than they do.</summary>
    public override RoomCommand Command => _command ??= MessageService.CommandOf(session, request);

    public void Run()
    {
        Caller = ChatTrace.StartCall(nameof(IChatHub.SendMessage), sends.Logger);
        try
        {
            sends.Check(session, request);
            Caller?.SetTag("messaging.message.id", request.MessageId);
            sends.Messages.Queue(session, this);
        }
        catch (Exception refused)
        {
            ChatTrace.EndCall(Caller, refused, sends.Logger);
            _ = RefuseAsync(refused);
            return;
        }
        EndHalf();
    }

    /// <summary>Called in the order of the calls.</summary>
    protected override void Answer(in RoomCommandResult result, Exception? failure)
    {
        ChatTrace.EndCall(Caller, failure, sends.Logger);
        ValueTask write;
        try
        {
            write = connection.WriteAsync(failure is null ? Accepted(result) : Refused(failure));
        }
        catch
        {
            // Not even the refusal could be made, which only a log can prevent. The client must ask again, on another connection.
            connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
            EndHalf();
            return;
        }
        if (write.IsCompletedSuccessfully)
            EndHalf();
        else
            _ = EndAfterAsync(write);
    }

    private HubMessage Accepted(in RoomCommandResult stored)
    {
        try
        {
            // The next answer is written by this thread, directly after this one.
            var answer = new SendAnswer(call.InvocationId!, sends.Messages.Sent(session, request, stored), isFollowed: Next is DirectSend);
            if (sends.Outcomes.LogsAnswers)
                InContext(() => sends.Outcomes.Answered(nameof(IChatHub.SendMessage), connection.UserIdentifier, Arrived));
            return answer;
        }
        catch (Exception defect)
        {
            return Refused(defect);
        }
    }

    /// <summary>In the words of SignalR's dispatcher.</summary>
    private CompletionMessage Refused(Exception error)
    {
        HubException? onWire = null;
        InContext(() => onWire = sends.Outcomes.OnWire(nameof(IChatHub.SendMessage), connection.UserIdentifier, Arrived, error));
        return CompletionMessage.WithError(
            call.InvocationId!,
            $"An unexpected error occurred invoking '{call.Target}' on the server. {nameof(HubException)}: {onWire!.Message}");
    }

    /// <summary>It was not queued, and earlier calls may still wait for their answers.</summary>
    private async Task RefuseAsync(Exception error)
    {
        try
        {
            var answer = Refused(error);
            await session.Calls.EarlierAnsweredAsync(number);
            await connection.WriteAsync(answer);
        }
        finally
        {
            session.Calls.Leave(number);
        }
    }

    private async Task EndAfterAsync(ValueTask write)
    {
        try
        {
            await write;
        }
        finally
        {
            EndHalf();
        }
    }

    // The answer may be written before the thread that queued the command goes on.
    private void EndHalf()
    {
        if (Interlocked.Increment(ref _ends) == 2)
            session.Calls.Leave(number);
    }

    private void InContext(Action action)
    {
        if (_context is null)
            action();
        else
            ExecutionContext.Run(_context, static action => ((Action)action!)(), action);
    }
}

/// <summary>The answer to a <c>SendMessage</c> that was accepted.</summary>
internal sealed class SendAnswer(string call, SendMessageResult result, bool isFollowed) : HubMessage
{
    public string Call { get; } = call;

    public SendMessageResult Result { get; } = result;

    /// <summary>Another answer to the same connection is written directly after this one.</summary>
    public bool IsFollowed { get; } = isFollowed;

    public CompletionMessage ToCompletion() => CompletionMessage.WithResult(Call, Result);
}
