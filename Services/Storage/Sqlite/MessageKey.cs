namespace SignalRChat.Services.Storage.Sqlite;

/// <summary>
/// A message id as it is stored: the 16 bytes of the UUID, in the order in which it is written, instead of 36 characters.
/// </summary>
internal static class MessageKey
{
    public static byte[] Of(Guid id) => id.ToByteArray(bigEndian: true);

    public static string ToText(byte[] key) => new Guid(key, bigEndian: true).ToString();
}
