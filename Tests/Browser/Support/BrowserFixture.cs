namespace SignalRChat.BrowserTests.Support;

/// <summary>
/// One browser for all tests of a collection. Three collections run in parallel, because most of a test is waiting. Each takes
/// about as long as the others.
/// </summary>
public class BrowserFixture : IAsyncLifetime
{
    public const string Collection = "browser";
    public const string SecondCollection = "second browser";
    public const string ThirdCollection = "third browser";

    /// <summary>For measurements: no other test runs meanwhile.</summary>
    public const string AloneCollection = "browser alone";

    /// <summary>The deadline of every wait, in milliseconds.</summary>
    public const int Patience = 20_000;

    internal static readonly string[] Switches =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>The program to start.</summary>
    private protected virtual string Executable => BrowserFactAttribute.HeadlessShell;

    public IBrowser Browser => _browser ?? throw new InvalidOperationException("There is no browser.");

    public async Task InitializeAsync()
    {
        if (!File.Exists(BrowserFactAttribute.Chromium))
            return;
        Assertions.SetDefaultExpectTimeout(Patience);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Executable, Args = Switches });
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}

/// <summary>The complete browser, as users have it, for measurements.</summary>
public sealed class WholeBrowserFixture : BrowserFixture
{
    private protected override string Executable => BrowserFactAttribute.Chromium;
}

[CollectionDefinition(BrowserFixture.Collection)]
public sealed class SharedBrowser : ICollectionFixture<BrowserFixture>;

[CollectionDefinition(BrowserFixture.SecondCollection)]
public sealed class SecondSharedBrowser : ICollectionFixture<BrowserFixture>;

[CollectionDefinition(BrowserFixture.ThirdCollection)]
public sealed class ThirdSharedBrowser : ICollectionFixture<BrowserFixture>;

[CollectionDefinition(BrowserFixture.AloneCollection, DisableParallelization = true)]
public sealed class BrowserAlone : ICollectionFixture<WholeBrowserFixture>;
