using System.Globalization;
using System.Text.Json;
using SignalRChat.Client.Internal;

namespace SignalRChat.Client;

/// <summary>
/// Keeps cursors and outbox as small files in a folder, one for each room and one for each entry. A file is written beside its
/// place, flushed to the disk and moved there, so that a crash at any moment leaves the one before or the new one, whole.
/// </summary>
/// <remarks>
/// One folder belongs to one user on one server, and to one process at a time. On Unix its files can be read by their owner
/// alone: they hold what is about to be sent, in plain text.
/// </remarks>
public sealed class FileChatStore : ICursorStore, IOutboxStore, IDisposable
{
    private const string Extension = ".json";

    private readonly FileStream _lock;
    private readonly DurableFolder _cursors;
    private readonly DurableFolder _outbox;

    /// <summary>Opens a folder, which is made if it is not there.</summary>
    /// <param name="folder">The folder's path.</param>
    /// <exception cref="IOException">Another process, or another store of this one, has the folder open; or it cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public FileChatStore(string folder)
    {
        DurableFolder.Make(folder);
        _lock = new(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        _cursors = new(Path.Combine(folder, "cursors"));
        _outbox = new(Path.Combine(folder, "outbox"));
    }

    /// <inheritdoc />
    /// <remarks>A file that cannot be read counts as none: the room then begins with a <see cref="ChatClient.RoomReset"/>.</remarks>
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
        Task.Run(() => _cursors.Write(CursorFile(room), JsonSerializer.SerializeToUtf8Bytes(cursor, ClientJson.Default.RoomCursor)), cancellationToken);

    /// <inheritdoc />
    public Task RemoveAsync(string room, CancellationToken cancellationToken) => Task.Run(() => _cursors.Delete(CursorFile(room)), cancellationToken);

    /// <inheritdoc />
    /// <exception cref="InvalidDataException">A file cannot be read. It is not passed over: it holds a message that somebody
    /// meant to send.</exception>
    public Task<IReadOnlyList<OutboxItem>> LoadAsync(CancellationToken cancellationToken) =>
        Task.Run<IReadOnlyList<OutboxItem>>(() => [.. _outbox.Names("*" + Extension).Select(ReadItem)], cancellationToken);

    /// <inheritdoc />
    public Task AddAsync(OutboxItem item, CancellationToken cancellationToken) =>
        Task.Run(() => _outbox.Write(ItemFile(item.Number), JsonSerializer.SerializeToUtf8Bytes(item, ClientJson.Default.OutboxItem)), cancellationToken);

    /// <inheritdoc />
    public Task RemoveAsync(long number, CancellationToken cancellationToken) => Task.Run(() => _outbox.Delete(ItemFile(number)), cancellationToken);

    /// <summary>Lets another process have the folder.</summary>
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
