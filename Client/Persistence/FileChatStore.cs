using System.Globalization;
using System.Text.Json;
using SignalRChat.Client.Internal;

namespace SignalRChat.Client;

/// <summary>
/// Stores cursors, outbox and inbox as files in a folder: one for each room, one for each entry, and one. It writes a temporary
/// file, flushes it to the disk and moves it into place. A crash at any moment leaves the old or the new file, whole.
/// </summary>
/// <remarks>
/// One folder belongs to one user on one server, and to one process at a time. On Unix only the owner can read its files:
/// they hold unsent messages in plain text.
/// </remarks>
public sealed class FileChatStore : ICursorStore, IOutboxStore, IInboxStore, IDisposable
{
    private const string Extension = ".json";
    private const string InboxFile = "inbox" + Extension;

    private readonly FileStream _lock;
    private readonly DurableFolder _cursors;
    private readonly DurableFolder _outbox;
    private readonly DurableFolder _inbox;

    /// <summary>Opens a folder, and creates it if it does not exist.</summary>
    /// <param name="folder">The folder's path.</param>
    /// <exception cref="IOException">Another process, or another store of this process, has the folder open; or the folder
    /// cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder is not writable.</exception>
    public FileChatStore(string folder)
    {
        OwnerOnly.CreateFolder(folder);
        _lock = OwnerOnly.OpenFile(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        _cursors = new(Path.Combine(folder, "cursors"));
        _outbox = new(Path.Combine(folder, "outbox"));
        _inbox = new(Path.Combine(folder, "inbox"));
    }

    /// <inheritdoc />
    /// <remarks>An unreadable file counts as missing: the room then begins with a
    /// <see cref="ChatClient.RoomReset"/>.</remarks>
    public Task<RoomCursor?> LoadAsync(string room, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            try
            {
                return _cursors.Read(CursorFile(room)) is { } json ? JsonSerializer.Deserialize(json, ClientJson.Default.RoomCursor) : null;
            }
            catch (JsonException)
            {
                return null;
            }
        },
        cancellationToken);

    /// <inheritdoc />
    public Task SaveAsync(string room, RoomCursor cursor, CancellationToken cancellationToken) =>
        Task.Run(
            () => _cursors.Write(CursorFile(room), JsonSerializer.SerializeToUtf8Bytes(cursor, ClientJson.Default.RoomCursor)),
            cancellationToken);

    /// <inheritdoc />
    public Task RemoveAsync(string room, CancellationToken cancellationToken) =>
        Task.Run(() => _cursors.Delete(CursorFile(room)), cancellationToken);

    /// <inheritdoc />
    /// <exception cref="InvalidDataException">A file is unreadable. The store does not skip it: it holds a message that a
    /// user wanted to send.</exception>
    public Task<IReadOnlyList<OutboxItem>> LoadAsync(CancellationToken cancellationToken) =>
        Task.Run<IReadOnlyList<OutboxItem>>(() => [.. _outbox.Names("*" + Extension).Select(ReadItem)], cancellationToken);

    /// <inheritdoc />
    public Task AddAsync(OutboxItem item, CancellationToken cancellationToken) =>
        Task.Run(
            () => _outbox.Write(ItemFile(item.Number), JsonSerializer.SerializeToUtf8Bytes(item, ClientJson.Default.OutboxItem)),
            cancellationToken);

    /// <inheritdoc />
    public Task RemoveAsync(long number, CancellationToken cancellationToken) =>
        Task.Run(() => _outbox.Delete(ItemFile(number)), cancellationToken);

    /// <inheritdoc />
    /// <remarks>An unreadable file counts as missing.</remarks>
    public Task<KeptInbox?> LoadInboxAsync(CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            try
            {
                return _inbox.Read(InboxFile) is { } json ? JsonSerializer.Deserialize(json, ClientJson.Default.KeptInbox) : null;
            }
            catch (JsonException)
            {
                return null;
            }
        },
        cancellationToken);

    /// <inheritdoc />
    public Task SaveInboxAsync(KeptInbox inbox, CancellationToken cancellationToken) =>
        Task.Run(
            () => _inbox.Write(InboxFile, JsonSerializer.SerializeToUtf8Bytes(inbox, ClientJson.Default.KeptInbox)), cancellationToken);

    /// <summary>Releases the folder for other processes.</summary>
    public void Dispose() => _lock.Dispose();

    private OutboxItem ReadItem(string name)
    {
        try
        {
            return JsonSerializer.Deserialize(_outbox.Read(name), ClientJson.Default.OutboxItem)
                ?? throw new JsonException("It is empty.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"The outbox file {name} cannot be read: {e.Message}", e);
        }
    }

    private static string CursorFile(string room) => Uri.EscapeDataString(room) + Extension;

    private static string ItemFile(long number) => number.ToString("D19", CultureInfo.InvariantCulture) + Extension;
}
