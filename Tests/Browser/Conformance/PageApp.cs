using System.Text.Json;
using SignalRChat.Contracts;

namespace SignalRChat.BrowserTests.Conformance;

/// <summary>The state of an app in the page: <c>Tests/Conformance/js/page-app.mjs</c>.</summary>
internal sealed record PageView
{
    public required string[] List { get; init; }

    public required string[] Reactions { get; init; }

    public required string[] Members { get; init; }

    public required string Info { get; init; }

    public required string[] Inbox { get; init; }

    public required bool HasBegun { get; init; }

    public required int Resets { get; init; }

    public required long ResetAt { get; init; }

    public required SortedDictionary<string, string> Outcomes { get; init; }

    public required string Room { get; init; }

    public required string Connection { get; init; }

    public required int Endings { get; init; }

    public required int Tries { get; init; }

    public required int Waiting { get; init; }

    public string? Disorder { get; init; }

    /// <summary>Grows with every event that the app receives.</summary>
    public required int News { get; init; }

    public RoomContent Content => new(List, Reactions, Members, Info);

    public bool IsClosed => Connection.StartsWith("closed ", StringComparison.Ordinal);
}

/// <summary>An app on the JavaScript client, on SignalR's own client and a socket of the browser.</summary>
internal sealed class PageApp : IAsyncDisposable
{
    private const string Module = "import('/js/page-app.js')";

    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(60);
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web);

    private readonly IPage _page;
    private readonly string _name;

    private PageApp(IPage page, string name) => (_page, _name) = (page, name);

    public static async Task<PageApp> OpenAsync(IPage page, ConformanceSchedule schedule, Uri server, IEnumerable<ChatMessage> known)
    {
        var app = new PageApp(page, schedule.Name);
        var followsInbox = schedule.Inbox.Count > 0;
        var order = new { name = schedule.Name, url = server.ToString(), join = schedule.Join, known, followsInbox };
        await page.EvaluateAsync($"async (order) => (await {Module}).open(JSON.parse(order))", JsonSerializer.Serialize(order, _json));
        return app;
    }

    /// <param name="step">The step.</param>
    /// <param name="messageId">The id of the other's message that it is about; null for none.</param>
    public Task ActAsync(ScheduleStep step, string? messageId = null)
    {
        var order = new { name = _name, step = new { step.Do, step.Key, step.Text, step.Emoji, step.Room, step.Sequence, messageId } };
        return _page.EvaluateAsync($"async (order) => (await {Module}).act(JSON.parse(order))", JsonSerializer.Serialize(order, _json));
    }

    /// <summary>Returns the state when it is newer than this.</summary>
    public async Task<PageView> SeeAsync(int since = -1)
    {
        var seen = await _page.EvaluateAsync<string>(
            $"async (asked) => JSON.stringify(await (await {Module}).see(asked))", new { name = _name, since });
        return JsonSerializer.Deserialize<PageView>(seen, _json)!;
    }

    /// <summary>Returns the state of that moment, because it may change a moment later.</summary>
    public async Task<PageView> UntilAsync(Func<PageView, bool> seen)
    {
        var view = await SeeAsync();
        using var late = new CancellationTokenSource(_deadline);
        try
        {
            while (!seen(view))
                view = await SeeAsync(view.News).WaitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"{_name}: it does not come: {JsonSerializer.Serialize(view)}");
        }
        return view;
    }

    public async ValueTask DisposeAsync() => await _page.EvaluateAsync($"async (name) => (await {Module}).close(name)", _name);
}
