using System.Runtime.InteropServices;

namespace SignalRChat.Common;

/// <summary>
/// Creates a file as a whole if it does not exist. If several processes try at once, one succeeds, and the others find its file.
/// </summary>
internal static class AtomicFile
{
    private const int AlreadyThere = 17;

    /// <summary>False when another process was first. The draft may still exist afterwards.</summary>
    /// <exception cref="IOException">The file cannot be placed, and the path does not exist.</exception>
    public static bool TryPlace(string draft, string path)
    {
        if (OperatingSystem.IsWindows())
            return TryMove(draft, path);
        if (Link(draft, path) == 0)
            return true;
        // Without hard links it must move the file. On Unix that checks first and then renames: two processes that check at once both move.
        return Marshal.GetLastPInvokeError() != AlreadyThere && TryMove(draft, path);
    }

    private static bool TryMove(string draft, string path)
    {
        try
        {
            File.Move(draft, path, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "link", SetLastError = true)]
    private static extern int Link([MarshalAs(UnmanagedType.LPUTF8Str)] string existing, [MarshalAs(UnmanagedType.LPUTF8Str)] string made);
}
