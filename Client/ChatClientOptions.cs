using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SignalRChat.Contracts;

namespace SignalRChat.Client;

/// <summary>How a <see cref="ChatClient"/> connects and behaves.</summary>
public sealed record ChatClientOptions
{
    /// <summary>
    /// The server's address, as <c>https://chat.example</c>, with the prefix of a proxy if there is one;
    /// <see cref="ChatPaths.Hub"/> is added.
    /// </summary>
    public required Uri Url { get; init; }

    /// <summary>
    /// Asked for a bearer token before each connect, and ahead of its expiry when less than a fifth of its life is left (of a
    /// JWT, by <c>iat</c> and <c>exp</c>): another token then leads to a planned, quick reconnect; the same one, and it is asked
    /// again at half of what is left. Null connects without one. Throw <see cref="ChatAuthenticationException"/> to stop for
    /// good; any other exception is taken for a passing failure and the connect is tried again, unless it shows a fault of the
    /// program (<see cref="ChatClientFaultException"/>). Runs on the thread pool.
    /// </summary>
    public Func<CancellationToken, Task<string?>>? AccessTokenProvider { get; init; }

    /// <summary>The form on the wire. Default JSON.</summary>
    public ChatProtocol Protocol { get; init; } = ChatProtocol.Json;

    /// <summary>
    /// What may carry the connection: the first of WebSockets, Server-Sent Events and long polling that is both allowed here and
    /// offered by the server. Default all. Server-Sent Events carry JSON only.
    /// </summary>
    public HttpTransportType Transports { get; init; } = HttpTransportType.WebSockets | HttpTransportType.ServerSentEvents | HttpTransportType.LongPolling;

    /// <summary>
    /// The delays between tries to connect. Default <c>random(0, min(30 s, 0.5 s · 2^n))</c> with <see cref="RandomSource"/>, and
    /// it never gives up. What the server asked for with <c>Draining</c> or <c>Retry-After</c> comes on top, up to 5 min; a
    /// connection that lasted less than 5 s does not begin the backoff anew.
    /// </summary>
    public FullJitterBackoff? Backoff { get; init; }

    /// <summary>Where time comes from. Default the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where chance comes from: numbers from 0 (inclusive) to 1 (exclusive), evenly spread; called from several threads.</summary>
    public Func<double> RandomSource { get; init; } = static () => RandomNumberGenerator.GetInt32(1 << 30) / (double)(1 << 30);

    /// <summary>
    /// One try to connect may take this long, the token's asking included. Default 20 s; then it counts as failed and the next
    /// one follows.
    /// </summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>A call without an answer for this time is taken for lost; a send is then repeated with the same id. Default 30 s.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The client pings when it had nothing to send for this time. Default 10 s; the server's client time-out has to be at least
    /// twice this.
    /// </summary>
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A server that is silent for this time is taken for gone. Default 30 s; at least twice the server's keep-alive.</summary>
    public TimeSpan ServerTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How many events may wait for slow handlers. Default 1,000. Beyond it messages are left on the server and fetched once the
    /// handlers caught up; typing and presence are dropped.
    /// </summary>
    public int EventBacklog { get; init; } = 1_000;

    /// <summary>
    /// A handler that runs for this long is told by <see cref="ChatClient.HandlerSlow"/>, and again at twice the time, and so on.
    /// Default 5 s.
    /// </summary>
    public TimeSpan SlowHandlerAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How many sends, edits and deletions may wait for their outcome. Default 1,000; what happens beyond it says
    /// <see cref="OutboxFull"/>.
    /// </summary>
    public int OutboxLimit { get; init; } = 1_000;

    /// <summary>What happens to a send beyond <see cref="OutboxLimit"/>. Default <see cref="OutboxFullMode.Refuse"/>.</summary>
    public OutboxFullMode OutboxFull { get; init; }

    /// <summary>
    /// Where cursors are kept, so that a process that starts again goes on in its rooms where the one before it stood. Default
    /// null: they are kept in memory, and a join without a cursor gets a snapshot.
    /// </summary>
    public ICursorStore? CursorStore { get; init; }

    /// <summary>
    /// Where sends, edits and deletions are kept until their outcome is known, so that a process that starts again sends them.
    /// Default null: they are kept in memory. The store belongs to the app, which disposes of it after the client.
    /// </summary>
    public IOutboxStore? OutboxStore { get; init; }

    /// <summary>
    /// The longest text, in UTF-16 code units, that a call takes until the server has told its limits, which it does with the answer to a join:
    /// <see cref="ChatClient.Limits"/>. A longer one is refused here. Default null: the server decides. What <see cref="OutboxStore"/> holds is sent all the same.
    /// A text that is too large for a frame of the server ends the connection once; it is refused, and the client comes back.
    /// </summary>
    public int? TextLength { get; init; }

    /// <summary>
    /// <see cref="ChatClient.DisposeAsync"/> takes no longer than this. Default 5 s; a close that the server does not answer and
    /// handlers that have not finished are given up then.
    /// </summary>
    public TimeSpan DisposeTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Where the client and SignalR log. Default nowhere.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    internal Uri HubUrl => new(Url.GetLeftPart(UriPartial.Path).TrimEnd('/') + ChatPaths.Hub);

    internal FullJitterBackoff EffectiveBackoff =>
        Backoff ?? new FullJitterBackoff(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(30), RandomSource);
}
