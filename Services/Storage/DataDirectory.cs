namespace SignalRChat.Services.Storage;

/// <summary>
/// The folder of the database, held by this process alone: a second server on the same file would number messages behind the back of the
/// first one's feed. The lock is the operating system's and ends with the process, however that ends.
/// </summary>
internal sealed class DataDirectory(
    IOptions<StorageOptions> options, IHostEnvironment environment, ILogger<DataDirectory> logger) : IStorageGate, IDisposable
{
    private const string Key = $"{StorageOptions.SectionName}:{nameof(StorageOptions.DataDirectory)}";

    private FileStream? _lock;

    public string FullPath { get; } = Path.GetFullPath(options.Value.DataDirectory, environment.ContentRootPath);

    public string DatabaseFile => Path.Combine(FullPath, "chat.db");

    public string Place => $"SQLite, {DatabaseFile}";

    /// <inheritdoc/>
    public async Task<string?> AskOnceAsync(CancellationToken cancellationToken)
    {
        await TryOpenAsync(cancellationToken);
        return null;
    }

    /// <inheritdoc/>
    public Task<bool> TryOpenAsync(CancellationToken cancellationToken)
    {
        if (_lock is null)
        {
            Open();
            StorageLog.Opened(logger, DatabaseFile);
        }

        return Task.FromResult(true);
    }

    /// <inheritdoc/>
    public Task OpenAsync(bool mustTakeChanges, CancellationToken cancellationToken) => TryOpenAsync(cancellationToken);

    public void Dispose() => _lock?.Dispose();

    /// <summary>Creates the folder if it is missing, and takes the lock.</summary>
    /// <exception cref="OptionsValidationException">The folder cannot be locked: one sentence that names the setting.</exception>
    public void Open()
    {
        try
        {
            OwnerOnly.CreateFolder(FullPath);
            _lock = OpenFile(Path.Combine(FullPath, "chat.lock"), FileShare.None);
            if (!File.Exists(DatabaseFile))
                OpenFile(DatabaseFile, FileShare.ReadWrite).Dispose();
        }
        catch (IOException error) when (IsHeldByAnother(error))
        {
            throw Refusal($"{Key} is {FullPath}, which another server uses; give each server its own folder.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw Refusal($"{Key} is {FullPath}; expected a folder this process can write to: {error.Message}");
        }
    }

    private static FileStream OpenFile(string path, FileShare share) =>
        OwnerOnly.OpenFile(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, share);

    // EWOULDBLOCK of Linux, of macOS, and ERROR_SHARING_VIOLATION: .NET has no specific exception type for a locked file.
    private static bool IsHeldByAnother(IOException error) => error.HResult is 11 or 35 or unchecked((int)0x80070020);

    private static OptionsValidationException Refusal(string sentence) =>
        new(StorageOptions.SectionName, typeof(StorageOptions), [sentence]);
}
