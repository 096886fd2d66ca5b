using System.Text.RegularExpressions;
using SignalRChat.BrowserTests.Support;
using static Microsoft.Playwright.Assertions;

namespace SignalRChat.BrowserTests.Npm;

/// <summary>The samples that use the packages, served as their README says.</summary>
public sealed partial class PackageTests
{
    /// <summary>
    /// A token that is refused for good, the same attribute once more, which is no reason to connect, and a better token.
    /// </summary>
    private const string Refusals =
        """
        async () => {
          const chat = document.querySelector('signalr-chat');
          const provider = chat.tokenProvider;
          const states = [];
          const reaches = (wanted) => new Promise((resolve) => {
            chat.addEventListener('chat-status', function hear({ detail: { state } }) {
              if (state !== wanted) return;
              chat.removeEventListener('chat-status', hear);
              states.push(state);
              resolve();
            });
          });
          chat.removeAttribute('room');
          await reaches('idle');
          chat.tokenProvider = () => 'refused';
          chat.room = 'another';
          await reaches('stopped');
          const later = [];
          chat.addEventListener('chat-status', ({ detail }) => later.push(detail.state));
          chat.room = 'another';
          await new Promise((resolve) => setTimeout(resolve));
          states.push(later.join());
          chat.tokenProvider = provider;
          await reaches('connected');
          return states;
        }
        """;

    /// <summary>StrictMode mounts each component twice: the page still makes one connection.</summary>
    [BrowserFact]
    public async Task A_react_app_chats_in_strict_mode_over_a_cut_and_a_reload()
    {
        await using var backend = await BackendAsync("samples/node/backend.mjs", 0);
        await using var shop = await RunningProgram.StartAsync(
            packages.PathOf(),
            new Dictionary<string, string> { ["BACKEND_URL"] = backend.Origin, ["CHAT_URL"] = packages.ServerUrl, ["NO_COLOR"] = "1" },
            "node", packages.PathOf("node_modules", "vite", "bin", "vite.js"),
            "preview", "samples/react", "--host", "127.0.0.1", "--port", $"{FreePort.Find()}", "--strictPort");
        var ann = await Shopper.SignInAsync(fixture.Browser, shop.Origin, "ann");
        var bob = await Shopper.SignInAsync(fixture.Browser, shop.Origin, "bob");

        await ann.OrderFromAsync("bob");
        await bob.OpenRoomAsync();
        await ann.SeesAsync("Ann has ordered from Bob.");
        await Expect(ann.Page.GetByLabel("Present")).ToHaveTextAsync(new Regex("Ann, Bob|Bob, Ann"));
        await bob.TypeAsync("On its");
        await Expect(ann.Typing).ToHaveTextAsync("Bob is typing…");
        await bob.SendAsync("On its way");
        await ann.SeesAsync("Ann has ordered from Bob.", "On its way");
        await Expect(ann.Typing).ToBeEmptyAsync();
        Assert.Equal((1, 1), (ann.Negotiations, bob.Negotiations));

        await packages.Server.KillAsync();
        await Expect(ann.Status).Not.ToHaveTextAsync("connected");
        await ann.SendAsync("Written in between");
        await Expect(ann.Messages).ToContainTextAsync("Sending…");
        await ann.Page.ReloadAsync(new() { WaitUntil = WaitUntilState.Commit });
        await packages.Server.StartAsync();

        await bob.SeesAsync("Ann has ordered from Bob.", "On its way", "Written in between");
        await ann.OpenRoomAsync();
        await ann.SeesAsync("Ann has ordered from Bob.", "On its way", "Written in between");
        await ann.SignOutAndInAsync();
        foreach (var shopper in new[] { ann, bob })
        {
            await shopper.Page.Context.CloseAsync();
            Assert.Empty(shopper.Complaints);
        }
    }

    [BrowserFact]
    public async Task The_element_chats_below_a_strict_content_security_policy()
    {
        await using var shop = await BackendAsync("samples/embed/serve.mjs", packages.EmbeddingPort);
        var page = await OpenAsync(shop.Origin, out var errors);
        var other = await OpenAsync(shop.Origin, out _);
        const string markup = "<img src=x onerror=\"document.title = 'broken'\"> & \"quoted\"";

        await SendAsync(page, "Is it there?");
        await Expect(LinesOf(other)).ToHaveTextAsync(["Is it there?"]);
        await SendAsync(other, markup);

        foreach (var one in new[] { page, other })
            await Expect(LinesOf(one)).ToHaveTextAsync(["Is it there?", markup]);
        await Expect(page.Locator("#news")).ToContainTextAsync($": {markup}");
        Assert.Equal("Shop", await page.TitleAsync());
        await Axe.FindsNothingAsync(page, "the element");

        // An element that moves in the document keeps its connection, and one that is removed ends it.
        var isSame = await page.EvaluateAsync<bool>(
            """
            async () => {
              const chat = document.querySelector('signalr-chat');
              const states = [];
              chat.addEventListener('chat-status', ({ detail }) => states.push(detail.state));
              document.body.prepend(chat);
              await new Promise((resolve) => setTimeout(resolve));
              return states.length === 0 && chat.shadowRoot.querySelectorAll('li').length === 2;
            }
            """);
        Assert.True(isSame);
        var refused = await page.EvaluateAsync<string>(
            """
            () => new Promise((resolve) => {
              const chat = document.querySelector('signalr-chat');
              chat.addEventListener('chat-refused', ({ detail }) => resolve(detail.code), { once: true });
              chat.room = 'no such room';
            })
            """);
        Assert.Equal("invalid-argument", refused);
        Assert.Empty(errors);
        Assert.Equal(["idle", "stopped", "", "connected"], await page.EvaluateAsync<string[]>(Refusals));
        await page.Context.CloseAsync();
        await other.Context.CloseAsync();

        static ILocator LinesOf(IPage page) => page.Locator("signalr-chat li [part=message-text]");

        static async Task SendAsync(IPage page, string text)
        {
            var box = page.GetByLabel("Message", new() { Exact = true });
            await box.FillAsync(text);
            await box.PressAsync("Enter");
        }
    }

    private Task<RunningProgram> BackendAsync(string script, int port) => RunningProgram.StartAsync(
        packages.PathOf(),
        new Dictionary<string, string>
        {
            ["CHAT_URL"] = packages.ServerUrl,
            ["CHAT_KEY"] = PackedPackages.Key,
            ["PORT"] = $"{port}",
            ["ELEMENT"] = packages.PathOf("node_modules", "@signalrchat", "element", "dist", "signalr-chat.js"),
        },
        "node", script);
}
