namespace SignalRChat.BrowserTests.Support;

/// <summary>A test with a separate server and users who open its page. At the end no page may have logged an error.</summary>
[Collection(BrowserFixture.Collection)]
public abstract class PageTest(BrowserFixture fixture) : IAsyncLifetime
{
    private readonly List<Person> _people = [];
    private readonly List<HubWriter> _writers = [];
    private readonly string _data = Directory.CreateTempSubdirectory("signalrchat-").FullName;
    private ServerProcess? _server;

    internal ServerProcess Server => _server ?? throw new InvalidOperationException("There is no server.");

    private protected string DataDirectory => _data;

    private protected IReadOnlyList<Person> People => _people;

    /// <summary>The settings that the server of these tests changes.</summary>
    private protected virtual IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>();

    public async Task InitializeAsync() => _server = await ServerProcess.StartNewAsync(_data, Settings);

    public async Task DisposeAsync()
    {
        foreach (var writer in _writers)
            await writer.DisposeAsync();
        foreach (var person in _people)
            await person.Page.Context.CloseAsync();
        await Server.DisposeAsync();
        Directory.Delete(_data, recursive: true);
        Assert.Empty(_people.SelectMany(person => person.Complaints));
    }

    /// <summary>Opens the page for a user in a new browser profile, and joins a room.</summary>
    internal async Task<Person> ArriveAsync(string name, string room = "lobby", BrowserNewContextOptions? options = null)
    {
        var person = await OpenAsync(name, options);
        await person.SignInAsync(room);
        return person;
    }

    /// <summary>Joins a room for a user without a page.</summary>
    internal async Task<HubWriter> WriterAsync(string name = "writer", string room = "lobby")
    {
        var writer = await HubWriter.ArriveAsync(Server.Url, name, room);
        lock (_writers)
            _writers.Add(writer);
        return writer;
    }

    /// <summary>
    /// Opens a second tab for the same user, as the browser's "duplicate" does: it copies the first tab's session storage.
    /// </summary>
    internal async Task<Person> DuplicateTabAsync(Person person)
    {
        var page = await person.Page.RunAndWaitForPopupAsync(() => person.Page.EvaluateAsync("() => { window.open(location.href); }"));
        var second = new Person(person.Name, page);
        _people.Add(second);
        await second.InRoomAsync();
        return second;
    }

    /// <summary>Opens the page for a user.</summary>
    internal async Task<Person> OpenAsync(string name, BrowserNewContextOptions? options = null, Uri? address = null)
    {
        options ??= new() { ViewportSize = new() { Width = 1440, Height = 900 } };
        options.Locale = "en-GB";
        var context = await fixture.Browser.NewContextAsync(options);
        context.SetDefaultTimeout(BrowserFixture.Patience);
        var person = new Person(name, await context.NewPageAsync());
        _people.Add(person);
        await person.Page.GotoAsync((address ?? Server.Url).ToString());
        return person;
    }
}
