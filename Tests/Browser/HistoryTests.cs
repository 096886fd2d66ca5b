using SignalRChat.BrowserTests.Support;
using static Microsoft.Playwright.Assertions;

namespace SignalRChat.BrowserTests;

[Collection(BrowserFixture.ThirdCollection)]
public sealed class HistoryTests(BrowserFixture fixture) : PageTest(fixture)
{
    internal const int Most = 400;

    [BrowserFact]
    public async Task Older_messages_come_by_the_page_and_the_reader_stays_in_place()
    {
        var writer = await WriterAsync();
        await writer.SayAllAsync(Enumerable.Range(1, 130).Select(i => $"line {i}"));

        var reader = await ArriveAsync("reader");
        await Expect(reader.Rows).ToHaveCountAsync(50);
        await Expect(reader.Rows.First.Locator(".text")).ToHaveTextAsync("line 81");

        await Expect(reader.Page.GetByRole(AriaRole.Button, new() { Name = "Show older messages" })).ToBeVisibleAsync();

        // Scrolling near the button presses it. The position of the first line is read before the page can react.
        var before = await reader.Row("line 81").EvaluateAsync<double>(
            "row => { document.getElementById('scroller').scrollTop = 0; return row.getBoundingClientRect().top; }");
        // One page, or on a slow machine both existing pages.
        await Expect(reader.Rows.First.Locator(".text")).Not.ToHaveTextAsync("line 81");
        Assert.InRange(await TopOfAsync(reader, "line 81") - before, -2, 2);

        Assert.Equal(Enumerable.Range(1, 130).Select(i => $"line {i}"), await AllTextsAsync(reader));
        await Expect(reader.Page.Locator("#beginning")).ToHaveTextAsync("This is the beginning of #lobby.");
    }

    [BrowserFact]
    public async Task A_reader_of_old_messages_learns_of_new_ones_and_is_not_moved()
    {
        var writer = await WriterAsync();
        await writer.SayAllAsync(Enumerable.Range(1, 40).Select(i => $"line {i}"));
        var reader = await ArriveAsync("reader");
        await reader.SeesAsync("line 40");
        var pill = reader.Page.Locator("#pill");

        await reader.Page.Locator("#scroller").EvaluateAsync("scroller => scroller.scrollTop = 200");
        await reader.SeesPillAsync("To the newest ↓");
        var before = await TopOfAsync(reader, "line 12");
        await writer.SayAsync("news 1");
        await writer.SayAsync("news 2");
        await reader.SeesPillAsync("2 new messages ↓");
        Assert.InRange(await TopOfAsync(reader, "line 12") - before, -1, 1);
        await Expect(reader.Page).ToHaveTitleAsync("(2) #lobby");

        await pill.ClickAsync();
        await Expect(reader.Row("news 2")).ToBeInViewportAsync();
        await Expect(pill).ToBeHiddenAsync();
        await Expect(reader.Page).ToHaveTitleAsync("#lobby");
    }

    [BrowserFact]
    public async Task No_more_than_400_messages_stand_in_the_page_however_far_one_reads_back()
    {
        var witness = await ArriveAsync("witness");
        var writer = await WriterAsync();
        await writer.SayAllAsync(Enumerable.Range(1, 550).Select(i => $"line {i}"));
        await witness.SeesAsync("line 550");
        await Expect(witness.Rows).ToHaveCountAsync(Most);
        var reader = await ArriveAsync("reader");
        Assert.Equal(Enumerable.Range(1, 550).Select(i => $"line {i}"), await AllTextsAsync(reader));
        await Expect(reader.Rows).ToHaveCountAsync(Most);
        await reader.ScrollUpAsync();
        await Expect(reader.Row("line 1")).ToBeInViewportAsync();
        await writer.SayAsync("news");
        await reader.SeesPillAsync("1 new message ↓");

        // Scrolls down again, as with a wheel, past the rows that the page had removed.
        while (true)
        {
            // Reads before the scroll to the end, because the page may continue to load between the two.
            var last = await reader.Rows.Last.InnerTextAsync();
            if (await reader.Row("news").IsVisibleAsync())
                break;
            await reader.Page.Locator("#scroller").EvaluateAsync("scroller => scroller.scrollTop = scroller.scrollHeight");
            await Expect(reader.Rows.Last).Not.ToHaveTextAsync(last);
            Assert.InRange(await reader.Rows.CountAsync(), 1, Most);
        }
        await reader.ScrollUpAsync();
        await reader.Page.ClickAsync("#pill");
        await Expect(reader.Row("news")).ToBeInViewportAsync();
    }

    /// <summary>Reads back to the beginning. Returns the texts seen on the way, in the order of the room.</summary>
    internal static async Task<IReadOnlyList<string>> AllTextsAsync(Person person)
    {
        await Expect(person.Rows.First).ToBeVisibleAsync();
        var seen = (await MessagesAsync(person)).Messages;
        while (true)
        {
            var first = seen[0].Id;
            var (now, isAll) = await MessagesAsync(person);
            Assert.InRange(now.Count, 1, Most);
            seen = [.. now.TakeWhile(message => message.Id != first), .. seen];
            if (isAll)
                return [.. seen.Select(message => message.Text)];
            await person.ScrollUpAsync();
            await Expect(person.Rows.First).Not.ToHaveAttributeAsync("data-message-id", seen[0].Id);
        }
    }

    /// <summary>
    /// Returns the texts in the page, and whether they begin with the room. Reads both at once, because the page may load older
    /// messages at any time.
    /// </summary>
    private static async Task<(IReadOnlyList<(string Id, string Text)> Messages, bool IsAll)> MessagesAsync(Person person)
    {
        // Not by a locator, which first finds the rows and then reads them.
        var found = await person.Page.EvaluateAsync<string[][]>(
            """
            () => [
              ...[...document.querySelectorAll('#messages .message')]
                .map((row) => [row.dataset.messageId, row.querySelector('.text').textContent]),
              ...(document.getElementById('beginning').checkVisibility() ? [['beginning', '']] : []),
            ]
            """);
        var isAll = found is [.., ["beginning", _]];
        return ([.. found.SkipLast(isAll ? 1 : 0).Select(pair => (pair[0], pair[1]))], isAll);
    }

    private static async Task<double> TopOfAsync(Person person, string text) =>
        await person.Row(text).EvaluateAsync<double>("row => row.getBoundingClientRect().top");
}
