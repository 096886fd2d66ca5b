using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.Time.Testing;
using SignalRChat.Client;
using SignalRChat.Contracts;
using SignalRChat.Tests.Client.Support;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Client;

public sealed class GuestTokensTests : IDisposable
{
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(20);

    private readonly FakeTimeProvider _time = new(new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly FakeEndpoint _endpoint;
    private readonly HttpClient _http;
    private readonly List<GuestTokenResult> _saved = [];

    public GuestTokensTests()
    {
        _endpoint = new(_time);
        _http = new(_endpoint);
    }

    private GuestTokenOptions Options => new()
    {
        Url = new("http://chat.example/prefix/"),
        Name = "alice",
        Http = _http,
        Save = _saved.Add,
        TimeProvider = _time,
    };

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task A_token_is_kept_until_shortly_before_its_end()
    {
        using var guests = new GuestTokens(Options);
        var first = await guests.GetAsync();
        _time.Advance(FakeEndpoint.Life - TimeSpan.FromSeconds(31));
        Assert.Same(first, await guests.GetAsync());
        _time.Advance(TimeSpan.FromSeconds(1));

        var second = await guests.GetAsync();

        Assert.Equal("http://chat.example/prefix/auth/guest alice", _endpoint.Requests[0]);
        Assert.Equal([null, $"Bearer {first.AccessToken}"], _endpoint.Identities);
        Assert.Equal([first, second], _saved);
    }

    [Fact]
    public async Task A_saved_token_is_used_and_stays_the_identity_when_it_is_not_accepted()
    {
        var saved = new GuestTokenResult { AccessToken = "kept", ExpiresAt = long.MaxValue };
        using var guests = new GuestTokens(Options with { Saved = saved });
        Assert.Same(saved, await guests.GetAsync());

        guests.Invalidate();
        await guests.GetAsync();
        await guests.RenewAsync();

        Assert.Equal(["Bearer kept", "Bearer token1"], _endpoint.Identities);
    }

    [Fact]
    public async Task A_token_that_was_not_saved_is_replaced_and_saved()
    {
        var failures = new Queue<Exception>([new IOException()]);
        using var guests = new GuestTokens(Options with
        {
            Save = token =>
            {
                if (failures.TryDequeue(out var failure))
                    throw failure;
                _saved.Add(token);
            },
        });
        await Assert.ThrowsAsync<IOException>(() => guests.GetAsync());

        var token = await guests.GetAsync();

        Assert.Equal([token], _saved);
        Assert.Equal([null, "Bearer token1"], _endpoint.Identities);
    }

    [Fact]
    public async Task Calls_at_the_same_time_make_one_guest()
    {
        using var guests = new GuestTokens(Options);

        var tokens = await Task.WhenAll(guests.GetAsync(), guests.GetAsync());

        Assert.Same(tokens[0], tokens[1]);
        Assert.Single(_saved);
    }

    [Fact]
    public async Task The_end_of_a_token_is_by_the_clock_of_this_machine()
    {
        _endpoint.Ahead = TimeSpan.FromHours(5);
        using var guests = new GuestTokens(Options);

        var token = await guests.GetAsync();

        Assert.Equal((_time.GetUtcNow() + FakeEndpoint.Life).ToUnixTimeMilliseconds(), token.ExpiresAt);
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public async Task A_busy_server_is_no_refusal(HttpStatusCode status)
    {
        _endpoint.Answer = new(status) { Headers = { RetryAfter = new(TimeSpan.FromSeconds(7)) } };
        using var guests = new GuestTokens(Options);

        var busy = await Assert.ThrowsAsync<ChatRefusedException>(() => guests.GetAsync());

        Assert.Equal((ChatErrorCodes.Busy, TimeSpan.FromSeconds(7)), (busy.Code, busy.RetryAfter));
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, "<html>", "This server takes no guests: an access token is needed.")]
    [InlineData(HttpStatusCode.BadRequest, """{"detail":"The name is too long."}""", "The name is too long.")]
    [InlineData(HttpStatusCode.Forbidden, "<html>", "The server refused a guest token (403).")]
    public async Task A_refusal_is_permanent(HttpStatusCode status, string body, string sentence)
    {
        _endpoint.Answer = new(status) { Content = new StringContent(body) };
        using var guests = new GuestTokens(Options);

        var refused = await Assert.ThrowsAsync<ChatAuthenticationException>(() => guests.GetAsync());

        Assert.Equal((sentence, status), (refused.Message, refused.StatusCode));
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("null")]
    [InlineData("""{"accessToken":null}""")]
    public async Task An_answer_without_a_token_is_temporary(string body)
    {
        _endpoint.Answer = new(HttpStatusCode.OK) { Content = new StringContent(body) };
        using var guests = new GuestTokens(Options);

        await Assert.ThrowsAsync<HttpRequestException>(() => guests.GetAsync());
    }

    [Fact]
    public async Task A_connect_waits_as_long_as_the_endpoint_of_guests_asks()
    {
        await using var server = await FakeServer.StartAsync();
        _endpoint.Answer = new(HttpStatusCode.TooManyRequests) { Headers = { RetryAfter = new(TimeSpan.FromSeconds(60)) } };
        using var guests = new GuestTokens(Options with { TimeProvider = TimeProvider.System });
        await using var client = new AppClient(AppClient.Options(server) with { GuestTokens = guests });

        using var giveUp = new CancellationTokenSource();
        var connecting = client.Chat.ConnectAsync(giveUp.Token);
        await client.UntilAsync(() => client.States.Any(change => change.Attempt == 1));

        Assert.InRange(client.States.First(change => change.Attempt == 1).RetryIn.TotalSeconds, 50, 61);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting.WaitAsync(_deadline));
    }

    [Fact]
    public async Task A_token_that_the_server_refuses_is_replaced_and_the_guest_stays()
    {
        using var server = new ChatServer();
        var options = new GuestTokenOptions
        {
            Url = server.Url,
            Name = "alice",
            Save = _saved.Add,
            Saved = new() { AccessToken = "a.b.c", ExpiresAt = long.MaxValue },
        };
        using (var guests = new GuestTokens(options))
        {
            await using var chat = new ChatClient(new() { Url = server.Url, GuestTokens = guests });
            await chat.ConnectAsync().WaitAsync(_deadline);
            Assert.Equal(RoomRoles.Owner, (await chat.JoinAsync("lobby").WaitAsync(_deadline)).Role);
        }

        using var later = new GuestTokens(options with { Saved = _saved.Single() });
        Assert.Equal(_saved[0].UserId, (await later.RenewAsync()).UserId);
    }

    [Fact]
    public void A_client_takes_its_token_from_one_source()
    {
        using var guests = new GuestTokens(Options);

        Assert.Throws<ArgumentException>(() => new ChatClient(new()
        {
            Url = new("http://chat.example"),
            GuestTokens = guests,
            AccessTokenProvider = _ => Task.FromResult<string?>(null),
        }));
    }

    /// <summary>Answers with tokens of one minute, by a clock that may be ahead.</summary>
    private sealed class FakeEndpoint(TimeProvider time) : HttpMessageHandler
    {
        public static readonly TimeSpan Life = TimeSpan.FromMinutes(1);

        private readonly Lock _lock = new();

        /// <summary>Instead of a token.</summary>
        public HttpResponseMessage? Answer { get; set; }

        public TimeSpan Ahead { get; set; }

        public List<string> Requests { get; } = [];

        public List<string?> Identities { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var asked = await request.Content!.ReadFromJsonAsync<GuestTokenRequest>(cancellationToken);
            int number;
            lock (_lock)
            {
                Requests.Add($"{request.RequestUri} {asked!.Name}");
                Identities.Add(request.Headers.Authorization?.ToString());
                number = Requests.Count;
            }

            if (Answer is not null)
                return Answer;
            var now = time.GetUtcNow() + Ahead;
            var token = new GuestTokenResult
            {
                AccessToken = string.Create(CultureInfo.InvariantCulture, $"token{number}"),
                ExpiresAt = (now + Life).ToUnixTimeMilliseconds(),
            };
            return new(HttpStatusCode.OK) { Content = JsonContent.Create(token), Headers = { Date = now } };
        }
    }
}
