namespace SignalRChat.Tests.Support;

/// <summary>A file that takes what room there is left on a disk.</summary>
internal static class Ballast
{
    private const int PageBytes = 4096;

    /// <summary>Writes at the end of the file until nothing more goes in.</summary>
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
            // Full, as wanted.
        }
    }
}
