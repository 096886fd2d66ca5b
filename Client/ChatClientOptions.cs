using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.Extensions.Logging.Abstractions;

namespace SignalRChat.Client;

/// <summary>The settings of a <see cref="ChatClient"/>.</summary>
public sealed record ChatClientOptions
{
    /// <summary>Creates the settings. An initializer sets <see cref="Url"/>.</summary>
    public ChatClientOptions()
    {
    }

    /// <summary>Creates the settings for a server. A compiler before C# 11 has no required members, and needs this constructor.</summary>
    /// <param name="url">The server's address: <see cref="Url"/>.</param>
    [SetsRequiredMembers]
    public ChatClientOptions(Uri url) => Url = url;

    /// <summary>
    /// The server's address, such as <c>https://chat.example</c>, with the prefix of a proxy if there is one. The client
    /// appends <see cref="ChatPaths.Hub"/>.
    /// </summary>
    public required Uri Url { get; init; }

    /// <summary>
    /// Returns a bearer token. The client calls it before each connect, and again when less than a fifth of the token's life
    /// is left (of a JWT, by <c>iat</c> and <c>exp</c>). A different token then leads to a planned, quick reconnect. If the
    /// token is the same, the client asks again after half of the remaining time. Null connects without a token. Throw
    /// <see cref="ChatAuthenticationException"/> to stop permanently. The client handles any other exception as temporary and
    /// retries the connect, except for a fault of the program (<see cref="ChatClientFaultException"/>). Runs on the thread
    /// pool.
    /// </summary>
    public Func<CancellationToken, Task<string?>>? AccessTokenProvider { get; init; }

    /// <summary>
    /// Signs in as a guest, instead of <see cref="AccessTokenProvider"/>. Several clients may share it. The app disposes of it after them.
    /// </summary>
    public GuestTokens? GuestTokens { get; init; }

    /// <summary>
    /// The cookies that the client sends with each connect, for a server in an app whose users have the app's cookie. The client takes
    /// the cookies that the server sets. Default null: none.
    /// </summary>
    public CookieContainer? Cookies { get; init; }

    /// <summary>The format on the wire. Default JSON.</summary>
    public ChatProtocol Protocol { get; init; } = ChatProtocol.Json;

    /// <summary>
    /// The transports that the client may use. The client takes the first of WebSockets, Server-Sent Events and long polling
    /// that this value allows and the server offers. Default all. Server-Sent Events support JSON only.
    /// </summary>
    public HttpTransportType Transports { get; init; } =
        HttpTransportType.WebSockets | HttpTransportType.ServerSentEvents | HttpTransportType.LongPolling;

    /// <summary>
    /// The delays between tries to connect. Default <c>random(0, min(30 s, 0.5 s · 2^n))</c> with <see cref="RandomSource"/>,
    /// without a limit on tries. The client adds the delay that the server requested with <c>Draining</c> or
    /// <c>Retry-After</c>, up to 5 min. A connection that lasted less than 5 s does not restart the backoff.
    /// </summary>
    public FullJitterBackoff? Backoff { get; init; }

    /// <summary>The source of time. Default the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The source of random numbers, from 0 (inclusive) to 1 (exclusive), evenly spread. Several threads call it.</summary>
    public Func<double> RandomSource { get; init; } = static () => RandomNumberGenerator.GetInt32(1 << 30) / (double)(1 << 30);

    /// <summary>
    /// The time-out of one try to connect, including the token request. Default 20 s; then the try counts as failed and the
    /// next one follows.
    /// </summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The time-out of a call. After it the call counts as lost; a send is retried with the same id. Default 30 s.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The client pings if it sent nothing for this time. Default 10 s; the server's client time-out must be at least twice this.
    /// </summary>
    public TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The client drops the connection if the server is silent for this time. Default 30 s; at least twice the server's keep-alive.
    /// </summary>
    public TimeSpan ServerTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The maximum number of events that wait for slow handlers. Default 1,000. Beyond it the client leaves messages on the
    /// server and fetches them after the handlers catch up; it drops typing and presence.
    /// </summary>
    public int EventBacklog { get; init; } = 1_000;

    /// <summary>
    /// The client raises <see cref="ChatClient.HandlerSlow"/> if a handler runs for this long, again at twice the time, and
    /// so on. Default 5 s.
    /// </summary>
    public TimeSpan SlowHandlerAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The maximum number of sends, edits and deletions with a pending outcome. Default 1,000; <see cref="OutboxFull"/>
    /// specifies what happens beyond it.
    /// </summary>
    public int OutboxLimit { get; init; } = 1_000;

    /// <summary>The behavior of a send beyond <see cref="OutboxLimit"/>. Default <see cref="OutboxFullMode.Refuse"/>.</summary>
    public OutboxFullMode OutboxFull { get; init; }

    /// <summary>
    /// Stores the cursors, so that a restarted process continues in its rooms from the last position. Default null: the
    /// client keeps them in memory, and a join without a cursor returns a snapshot.
    /// </summary>
    public ICursorStore? CursorStore { get; init; }

    /// <summary>
    /// Stores sends, edits and deletions until their outcome is known, so that a restarted process sends them. Default null:
    /// the client keeps them in memory. The app owns the store and disposes of it after the client.
    /// </summary>
    public IOutboxStore? OutboxStore { get; init; }

    /// <summary>Whether the client follows the inbox from the first connection on: <see cref="ChatClient.Inbox"/>. Default false.</summary>
    public bool FollowsInbox { get; init; }

    /// <summary>
    /// Whether a room counts as read up to the user's own message when it is stored, while the client follows the inbox. Default true.
    /// </summary>
    public bool MarksOwnMessagesRead { get; init; } = true;

    /// <summary>Stores the inbox, so that a restarted app shows it before it is connected. Default null.</summary>
    public IInboxStore? InboxStore { get; init; }

    /// <summary>
    /// The longest text, in UTF-16 code units, that a call accepts until the server sends its limits with the answer to a
    /// join: <see cref="ChatClient.Limits"/>. The client refuses a longer text. Default null: the server decides. The client
    /// sends the contents of <see cref="OutboxStore"/> in any case. A text that is too large for a frame of the server ends
    /// the connection once; the client refuses the text and reconnects.
    /// </summary>
    public int? TextLength { get; init; }

    /// <summary>
    /// The time-out of <see cref="ChatClient.DisposeAsync"/>. Default 5 s. After it the client abandons a close that the
    /// server does not answer, and unfinished handlers.
    /// </summary>
    public TimeSpan DisposeTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The log of the client and of SignalR. Default no log.</summary>
    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;

    /// <summary>The least time between two read cursors of a room.</summary>
    internal TimeSpan MarkReadInterval { get; init; } = TimeSpan.FromSeconds(1);

    internal Uri HubUrl => new(Url.GetLeftPart(UriPartial.Path).TrimEnd('/') + ChatPaths.Hub);

    internal FullJitterBackoff EffectiveBackoff =>
        Backoff ?? new FullJitterBackoff(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(30), RandomSource);
}
