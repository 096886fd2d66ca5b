namespace SignalRChat.Testing;

/// <summary>A file that takes the free space of a disk.</summary>
internal static class Ballast
{
    private const int PageBytes = 4096;

    /// <summary>Appends to the file until the disk is full.</summary>
    public static void Fill(string file)
    {
        using var ballast = new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        var page = new byte[PageBytes];
        try
        {
            while (true)
                ballast.Write(page);
        }
        catch (IOException)
        {
            // The disk is full, as intended.
        }
    }
}
