using SignalRChat.BrowserTests.Support;
using static Microsoft.Playwright.Assertions;

namespace SignalRChat.BrowserTests;

public sealed class SafetyTests(BrowserFixture fixture) : PageTest(fixture)
{
    private static readonly string[] _attacks =
    [
        "<script>document.title = 'owned'</script>",
        "<img src=x onerror=\"document.title='owned'\">",
        "<svg/onload=document.title='owned'>",
        "\"><iframe srcdoc=\"<script>parent.document.title='owned'</script>\"></iframe>",
        "javascript:document.title='owned'",
        "https://example.org/\"onmouseover=\"document.title='owned'",
        "</textarea><style>body{display:none}</style>",
        "{{constructor.constructor('document.title=1')()}} ${7*7} &lt;b&gt; &#60;i&#62;",
    ];

    [BrowserFact]
    public async Task What_looks_like_HTML_is_shown_as_text()
    {
        var mallory = await ArriveAsync("<b>mallory</b>");
        var alice = await ArriveAsync("alice");
        foreach (var attack in _attacks)
            await mallory.SayAsync(attack);

        await alice.SeesAsync(_attacks[^1]);
        Assert.Equal(_attacks, await alice.TextsAsync());
        await Expect(alice.Rows.First.Locator(".author")).ToHaveTextAsync("<b>mallory</b>");
        await Expect(alice.Page.Locator("#messages :is(script, img, iframe, style, b)")).ToHaveCountAsync(0);
        await Expect(alice.Page).ToHaveTitleAsync("#lobby");
    }

    [BrowserFact]
    public async Task The_naughty_strings_are_shown_as_they_were_written()
    {
        var alice = await ArriveAsync("alice");
        var mallory = await WriterAsync("mallory");
        // The server accepts no invisible text.
        string[] strings = [.. NaughtyStrings.All.Where(text => !string.IsNullOrWhiteSpace(text.Trim('\uFEFF', '\u200B', '\u180E')))];
        await mallory.SayAllAsync(strings);
        await Expect(alice.Page.Locator("#messages .message .text").Last).ToHaveTextAsync(strings[^1]);

        Assert.Equal(strings, await HistoryTests.AllTextsAsync(alice));
        await Expect(alice.Page.Locator("#messages :is(script, img, iframe, style, b, svg:not([aria-hidden]))")).ToHaveCountAsync(0);
        await Expect(alice.Page).ToHaveTitleAsync("#lobby");
    }

    [BrowserFact]
    public async Task A_page_of_a_foreign_origin_cannot_connect_even_with_a_token()
    {
        var alice = await ArriveAsync("alice");
        var token = await alice.Page.EvaluateAsync<string>("JSON.parse(sessionStorage.getItem('chat.session')).guest.accessToken");
        var hub = $"{Server.Url}hubs/chat";
        Assert.Equal("open", await ConnectAsync(alice.Page, hub, token));

        var foreign = await OpenAsync("eve");
        foreign.ExpectsRefusal = foreign.ExpectsOutage = true;
        await using var elsewhere = await BlankSite.StartAsync();
        await foreign.Page.GotoAsync(elsewhere.Url.ToString());
        Assert.Equal("refused", await ConnectAsync(foreign.Page, hub, token));
        Assert.Equal("refused", await foreign.Page.EvaluateAsync<string>(
            """
            async (hub) => {
              try {
                const answer = await fetch(hub + '/negotiate?negotiateVersion=1', { method: 'POST' });
                return String(answer.status);
              } catch { return 'refused'; }
            }
            """,
            hub));
        var origin = elsewhere.Url.GetLeftPart(UriPartial.Authority);
        await Eventually.TrueAsync(() => Server.Output.Contains(origin, StringComparison.Ordinal), "The refused origin is in the log");
    }

    [BrowserFact]
    public async Task Only_web_addresses_become_links_and_they_give_nothing_away()
    {
        var alice = await ArriveAsync("alice");
        await alice.SayAsync("See https://example.org/a?b=1, (http://example.org/c). Not javascript:alert(1) nor ftp://example.org.");
        var links = alice.Page.Locator("#messages a");
        await Expect(links).ToHaveTextAsync(["https://example.org/a?b=1", "http://example.org/c"]);
        await Expect(links.First).ToHaveAttributeAsync("rel", "noopener noreferrer nofollow");
    }

    [BrowserFact]
    public async Task A_link_shows_what_it_opens_and_no_text_or_name_turns_round_what_stands_beside_it()
    {
        var alice = await ArriveAsync("alice");
        var bob = await WriterAsync("דוד Bob");
        await bob.SayAllAsync(
        [
            "https://evil.example/\u202Egpj.exe", "\u202Ehttps://evil.example/a", "https://evil.example/\u2066b\u200Bc",
            "https://good.example\\@evil.example/", "https://good.example@evil.example/",
            "https://аррӏе.example/", "https://EXAMPLE.org:8080/a?b", "https://fa.wikipedia.org/wiki/می\u200Cخواهم",
        ]);
        await Expect(alice.Rows).ToHaveCountAsync(8);
        var links = alice.Page.Locator("#messages a");
        await Expect(links).ToHaveTextAsync(
        [
            "https://evil.example/", "https://evil.example/a", "https://evil.example/",
            "https://good.example\\@evil.example/", "https://good.example@evil.example/",
            "https://аррӏе.example/", "https://EXAMPLE.org:8080/a?b", "https://fa.wikipedia.org/wiki/می\u200Cخواهم",
        ]);
        string[] opened = ["", "", "", "good.example", "evil.example", "xn--80ak6aa92e.example", "", ""];
        Assert.Equal(opened, await links.EvaluateAllAsync<string[]>("links => links.map((link) => link.dataset.opens ?? '')"));
        var marked = await links.EvaluateAllAsync<bool[]>(
            "links => links.map((link) => getComputedStyle(link, '::after').content !== 'none')");
        Assert.Equal(opened.Select(host => host.Length > 0), marked);
        // The visual order of the letters, not their logical order: the first letter of an address is its leftmost.
        Assert.All(await links.EvaluateAllAsync<bool[]>(
            """
            links => links.map((link) => {
              const at = (i) => {
                const range = document.createRange();
                range.setStart(link.firstChild, i);
                range.setEnd(link.firstChild, i + 1);
                return range.getBoundingClientRect().left;
              };
              return at(0) < at(4) && at(4) < at(10);
            })
            """), Assert.True);
        await bob.TypeAsync();
        await Expect(alice.Page.Locator("#typing")).ToHaveTextAsync("דוד Bob is typing…");
        await Expect(alice.Page.Locator("#typing bdi")).ToHaveTextAsync("דוד Bob");
        await Expect(alice.Page.Locator(".presence bdi").Last).ToHaveTextAsync("דוד Bob");
    }

    [BrowserFact]
    public async Task The_page_runs_under_a_policy_without_anything_unsafe()
    {
        var alice = await OpenAsync("alice");
        var answer = await alice.Page.APIRequest.GetAsync(Server.Url.ToString());
        var policy = answer.Headers["content-security-policy"];
        Assert.Contains("script-src 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("style-src 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-", policy, StringComparison.Ordinal);
        // A violation of the policy would show in the console, which every test here reads.
        await alice.SignInAsync();
    }

    [BrowserFact]
    public async Task A_name_that_the_server_refuses_is_reported_in_the_form()
    {
        var alice = await OpenAsync("alice");
        alice.ExpectsRefusal = true;
        await alice.Page.FillAsync("#name", "…\u202e");
        await alice.Page.ClickAsync("text=Join the room");
        await Expect(alice.Page.Locator("#sign-in-error")).ToContainTextAsync("The name");
        await alice.SignInAsync();
    }

    /// <summary>Opens a WebSocket to the hub from the open page, as a script there could.</summary>
    private static async Task<string> ConnectAsync(IPage page, string hub, string token) => await page.EvaluateAsync<string>(
        """
        ([hub, token]) => new Promise((resolve) => {
          const socket = new WebSocket(`${hub.replace('http', 'ws')}?access_token=${token}`);
          socket.onopen = () => { socket.close(); resolve('open'); };
          socket.onerror = () => resolve('refused');
        })
        """,
        new[] { hub, token });
}
