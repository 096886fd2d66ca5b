using System.Runtime.Versioning;
using SignalRChat.Client;
using SignalRChat.Tests.Support;

namespace SignalRChat.Tests.Client.Persistence;

public sealed class FileChatStoreTests : IDisposable
{
    private readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_kept_is_there_after_the_store_was_opened_again()
    {
        using (var store = new FileChatStore(_folder))
        {
            await store.SaveAsync("lobby", new("epoch", 7), default);
            await store.SaveAsync("lobby", new("epoch", 8), default);
            await store.SaveAsync("attic", new("epoch", 3), default);
            await store.RemoveAsync("attic", default);
            for (var number = 1; number <= 3; number++)
                await store.AddAsync(Item(number), default);
            await store.RemoveAsync(2, default);
            await store.RemoveAsync(2, default);
        }

        using var again = new FileChatStore(_folder);
        Assert.Equal(new RoomCursor("epoch", 8), await again.LoadAsync("lobby", default));
        Assert.Null(await again.LoadAsync("attic", default));
        Assert.Equal([Item(1), Item(3)], (await again.LoadAsync(default)).OrderBy(item => item.Number));
    }

    [Fact]
    public void A_folder_belongs_to_one_store_at_a_time()
    {
        using (new FileChatStore(_folder))
            Assert.Throws<IOException>(() => new FileChatStore(_folder));

        new FileChatStore(_folder).Dispose();
    }

    [Fact]
    public async Task What_a_crash_left_unfinished_beside_a_file_counts_for_nothing()
    {
        using (var store = new FileChatStore(_folder))
            await store.SaveAsync("lobby", new("epoch", 7), default);
        File.WriteAllText(Path.Combine(_folder, "cursors", "lobby.json.tmp"), """{"Epoch":"epo""");
        File.WriteAllText(Path.Combine(_folder, "outbox", "0000000000000000001.json.tmp"), "");

        using var again = new FileChatStore(_folder);
        Assert.Equal(new RoomCursor("epoch", 7), await again.LoadAsync("lobby", default));
        Assert.Empty(await again.LoadAsync(default));
        Assert.Empty(Directory.GetFiles(_folder, "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_damaged_cursor_is_none_and_a_damaged_entry_is_named()
    {
        using var store = new FileChatStore(_folder);
        File.WriteAllText(Path.Combine(_folder, "cursors", "lobby.json"), "not json");
        File.WriteAllText(Path.Combine(_folder, "outbox", "5.json"), "");

        Assert.Null(await store.LoadAsync("lobby", default));
        Assert.Contains("5.json", (await Assert.ThrowsAsync<InvalidDataException>(() => store.LoadAsync(default))).Message);
    }

    [UnixFact]
    [UnsupportedOSPlatform("windows")]
    public async Task No_other_user_can_read_what_waits_to_be_sent()
    {
        var folder = Path.Combine(_folder, "store");
        using var store = new FileChatStore(folder);
        await store.AddAsync(Item(1), default);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        Assert.Single(Directory.GetFiles(Path.Combine(folder, "outbox")));
        Assert.All(
            Directory.GetFiles(folder, "*", SearchOption.AllDirectories),
            file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    [Fact]
    public async Task A_room_name_cannot_lead_out_of_the_folder()
    {
        using var store = new FileChatStore(Path.Combine(_folder, "store"));

        await store.SaveAsync("../../escaped", new("epoch", 1), default);

        Assert.Equal(new RoomCursor("epoch", 1), await store.LoadAsync("../../escaped", default));
        Assert.Single(Directory.GetFiles(Path.Combine(_folder, "store", "cursors")));
    }

    private static OutboxItem Item(long number) =>
        new() { Number = number, Kind = OutboxKind.Send, Room = "lobby", MessageId = $"id {number}", Text = "é 😀", ReplyTo = "id 0" };
}
