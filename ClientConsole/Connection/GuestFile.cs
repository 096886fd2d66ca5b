using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace SignalRChat.ClientConsole.Connection;

/// <summary>
/// Keeps the guest of one server and name between runs, so that each run is the same user. Only the owner of the file can
/// read it. If the file cannot be read or written, the run uses a new guest.
/// </summary>
internal sealed class GuestFile
{
    private const int NameBytes = 16;
    private const long LastInstant = 253_402_300_799_999; // The end of the year 9999, in Unix milliseconds.

    private readonly string _path;

    /// <param name="folder">The folder of all guests. It is created with the first guest.</param>
    /// <param name="url">The server's address.</param>
    /// <param name="name">The guest's name.</param>
    public GuestFile(string folder, Uri url, string name)
    {
        // Hashed: neither an address nor a name is safe as a file name.
        var key = SHA256.HashData(Encoding.UTF8.GetBytes($"{url.GetLeftPart(UriPartial.Path).TrimEnd('/')}\n{name}"));
        _path = Path.Combine(folder, $"{Convert.ToHexStringLower(key.AsSpan(0, NameBytes))}.json");
    }

    /// <summary>Receives the reason if the guest cannot be kept.</summary>
    public Action<string> Failed { private get; set; } = _ => { };

    /// <summary>The guest's last token; null if none is readable.</summary>
    public GuestTokenResult? Load()
    {
        try
        {
            var kept = JsonSerializer.Deserialize<GuestTokenResult>(File.ReadAllText(_path), JsonSerializerOptions.Web);
            return kept is { AccessToken: { } token, ExpiresAt: >= 0 and <= LastInstant } && IsToken(token) ? kept : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Replaces the whole file: another run may read it at the same time.</summary>
    public void Save(GuestTokenResult token)
    {
        var draft = $"{_path}.{Guid.NewGuid():n}";
        try
        {
            OwnerOnly.CreateFolder(Path.GetDirectoryName(_path)!);
            using (var file = OwnerOnly.OpenFile(draft, FileMode.CreateNew, FileAccess.Write, FileShare.Read))
                JsonSerializer.Serialize(file, token, JsonSerializerOptions.Web);
            File.Move(draft, _path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Failed($"could not save the guest for the next run: {e.Message}");
        }
        finally
        {
            Discard(draft);
        }
    }

    private static void Discard(string draft)
    {
        try
        {
            File.Delete(draft);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The file was moved, or could not be created.
        }
    }

    // A value in another form cannot be a header's value.
    private static bool IsToken(string text) =>
        text.Length > 0 && text.All(each => char.IsAsciiLetterOrDigit(each) || each is '.' or '-' or '_');
}
