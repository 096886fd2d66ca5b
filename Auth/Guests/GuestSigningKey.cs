using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace SignalRChat.Auth.Guests;

/// <summary>The secret that signs guests' tokens: created once, kept in the data directory, readable by its owner only.</summary>
internal sealed class GuestSigningKey
{
    public const string FileName = "guest-signing.key";

    private const int Length = 32;

    private GuestSigningKey(byte[] secret) => Key = new SymmetricSecurityKey(secret);

    public SymmetricSecurityKey Key { get; }

    /// <param name="directory">The directory of the key.</param>
    /// <param name="logger">Logs when a key was made, and when others can read it.</param>
    /// <param name="sharesDatabase">Whether other nodes must accept what it signs, so that a key of this node alone is not
    /// enough.</param>
    public static GuestSigningKey LoadOrCreate(string directory, ILogger logger, bool sharesDatabase = false)
    {
        var path = Path.Combine(directory, FileName);
        try
        {
            if (!File.Exists(path))
                Create(directory, path, logger, sharesDatabase);
            return Load(path, logger);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable($"Could not read or create the guest signing key {path}: {e.Message}");
        }
    }

    private static GuestSigningKey Load(string path, ILogger logger)
    {
        var secret = File.ReadAllBytes(path);
        if (secret.Length != Length)
            throw Unusable($"{path} holds {secret.Length} bytes; expected {Length}, or no file, and a new key is made.");

        if (OwnerOnly.IsExposed(path))
            logger.GuestKeyExposed(path);
        return new GuestSigningKey(secret);
    }

    // The host recognises this type as a bad setting, and reports it without a stack.
    private static OptionsValidationException Unusable(string sentence) => new(FileName, typeof(GuestSigningKey), [sentence]);

    /// <summary>Written to a draft and linked into place whole; the first of several processes wins.</summary>
    private static void Create(string directory, string path, ILogger logger, bool sharesDatabase)
    {
        OwnerOnly.CreateFolder(directory);
        var draft = $"{path}.{Guid.NewGuid():n}";
        try
        {
            Write(draft);
            // If another process was first, its key is used.
            if (!AtomicFile.TryPlace(draft, path))
                return;
            if (sharesDatabase)
                logger.GuestKeyOfOneNode(path);
            else
                logger.GuestKeyMade(path);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private static void Write(string path)
    {
        using var file = OwnerOnly.OpenFile(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        file.Write(RandomNumberGenerator.GetBytes(Length));
        file.Flush(flushToDisk: true);
    }
}

/// <summary>Loads the key if guests are on, so that an unusable key stops the start and does not fail the first guest.</summary>
internal sealed class GuestKeyAtStart(IOptions<GuestOptions> options, IServiceProvider services) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.IsOn)
            services.GetRequiredService<GuestSigningKey>();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
