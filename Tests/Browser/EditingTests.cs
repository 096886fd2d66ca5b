using SignalRChat.BrowserTests.Support;
using static Microsoft.Playwright.Assertions;

namespace SignalRChat.BrowserTests;

[Collection(BrowserFixture.ThirdCollection)]
public sealed class EditingTests(BrowserFixture fixture) : PageTest(fixture)
{
    [BrowserFact]
    public async Task An_edited_message_is_marked_in_a_group_too()
    {
        var alice = await ArriveAsync("alice");
        var bob = await ArriveAsync("bob");
        // Otherwise the line that reports it could appear between the two.
        await alice.SeesPeopleAsync("alice", "bob");
        await alice.SayAsync("first");
        await alice.SayAsync("secnod");
        await EditAsync(alice, "secnod", "second");

        foreach (var person in new[] { alice, bob })
        {
            var row = person.Row("second");
            await Expect(row.And(person.Page.Locator(".grouped"))).ToHaveCountAsync(1);
            await Expect(row.Locator(".edited")).ToBeVisibleAsync();
            await Expect(person.Row("first").Locator(".edited")).ToHaveCountAsync(0);
        }
    }

    [BrowserFact]
    public async Task Markup_is_shown_as_format_and_edited_and_copied_as_it_was_written()
    {
        const string Text =
            "**very** `x < <b>1</b>`, [docs](https://example.org/a), https://example.org/b\n> said\n- one\n- two\n" +
            "```js\nlet a = 1;\n\nb(a);\n```\nend **here**";
        var alice = await ArriveAsync("alice");
        await alice.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await alice.SayAsync(Text);
        var row = alice.Row(Text);
        var text = row.Locator(".text");
        var seen = new LocatorAssertionsToHaveTextOptions { UseInnerText = true };
        await Expect(text.Locator("strong")).ToHaveTextAsync(["very", "here"], seen);
        await Expect(text.Locator("blockquote")).ToHaveTextAsync("said", seen);
        await Expect(text.Locator("li")).ToHaveTextAsync(["one", "two"], seen);
        await Expect(text.Locator("code")).ToHaveTextAsync(["x < <b>1</b>", "let a = 1;\n\nb(a);"], seen);
        await Expect(text.Locator("a")).ToHaveTextAsync(["docs", "https://example.org/b"], seen);
        await Expect(text.Locator("a").First).ToHaveAttributeAsync("data-opens", "example.org");
        await Axe.FindsNothingAsync(alice, "a formatted message");

        // From the first shown character to the last one, as a mouse selects.
        await text.EvaluateAsync(
            """
            text => {
              const [first, last] = text.querySelectorAll('strong');
              getSelection().setBaseAndExtent(first.childNodes[1], 0, last.childNodes[1], 'here'.length);
            }
            """);
        await alice.Page.Keyboard.PressAsync("Control+c");
        Assert.Equal(Text, await ClipboardAsync(alice));
        await row.GetByLabel("Copy the code").ClickAsync();
        await Expect(row.GetByLabel("Copied")).ToBeFocusedAsync();
        Assert.Equal("let a = 1;\n\nb(a);", await ClipboardAsync(alice));
        await row.HoverAsync();
        await row.GetByLabel("Edit", new() { Exact = true }).ClickAsync();
        await Expect(alice.Page.Locator(".editor textarea")).ToHaveValueAsync(Text);
    }

    private static Task<string> ClipboardAsync(Person person) => person.Page.EvaluateAsync<string>("navigator.clipboard.readText()");

    /// <summary>
    /// Regression: a text field turns each line end into one line feed, so its text differed from the original.
    /// </summary>
    [BrowserFact]
    public async Task An_edit_that_changes_nothing_is_not_sent()
    {
        var alice = await ArriveAsync("alice");
        var bob = await ArriveAsync("bob");
        await using var otherClient = await HubWriter.AsAsync(Server.Url, alice, "lobby");
        string[] texts = ["one\r\ntwo", "one\rtwo", "\r\n one \r\n\ttwo\n\r ", "one\ntwo"];
        await otherClient.SayAllAsync(texts);
        await Expect(alice.Rows).ToHaveCountAsync(texts.Length);
        for (var i = 0; i < texts.Length; i++)
        {
            await alice.Rows.Nth(i).HoverAsync();
            await alice.Rows.Nth(i).GetByRole(AriaRole.Button, new() { Name = "Edit" }).ClickAsync();
            await alice.Page.PressAsync(".editor textarea", "Enter");
            await Expect(alice.Page.Locator(".editor")).ToHaveCountAsync(0);
        }

        await alice.SayAsync("after");
        await bob.SeesAsync("after");
        await Expect(bob.Page.Locator(".edited")).ToHaveCountAsync(0);
        Assert.Equal([.. texts, "after"], await bob.TextsAsync());

        await alice.Rows.First.HoverAsync();
        await alice.Rows.First.GetByRole(AriaRole.Button, new() { Name = "Edit" }).ClickAsync();
        await alice.Page.PressAsync(".editor textarea", "!");
        await alice.Page.PressAsync(".editor textarea", "Enter");
        await Expect(bob.Page.Locator(".edited")).ToHaveCountAsync(1);
    }

    /// <summary>Regression: the row was drawn anew, and then a new text did not replace the selected one.</summary>
    [BrowserFact]
    public async Task A_reaction_during_an_edit_leaves_the_selection_as_it_was()
    {
        var alice = await ArriveAsync("alice");
        var bob = await ArriveAsync("bob");
        await alice.SayAsync("Let us meet at tne");
        await alice.Row("Let us meet at tne").HoverAsync();
        await alice.Page.ClickAsync("button[aria-label=Edit]");
        await alice.Page.Keyboard.PressAsync("Control+a");

        await bob.Row("Let us meet at tne").HoverAsync();
        await bob.Page.ClickAsync("button[aria-label=React]");
        await Expect(bob.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Searchbox)).ToBeFocusedAsync();
        await bob.Page.Keyboard.PressAsync("ArrowDown");
        await bob.Page.Keyboard.PressAsync("Enter");
        await Expect(alice.Page.Locator(".reaction")).ToHaveCountAsync(1);
        await alice.Page.Keyboard.TypeAsync("Let us meet at ten");
        await alice.Page.Keyboard.PressAsync("Enter");

        await bob.SeesAsync("Let us meet at ten");
    }

    private static async Task EditAsync(Person person, string text, string other)
    {
        await person.Row(text).HoverAsync();
        await person.Row(text).GetByRole(AriaRole.Button, new() { Name = "Edit" }).ClickAsync();
        await person.Page.FillAsync(".editor textarea", other);
        await person.Page.PressAsync(".editor textarea", "Enter");
        await person.SeesAsync(other);
    }
}
