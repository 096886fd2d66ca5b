using System.Runtime.InteropServices;

namespace SignalRChat.Auth.Guests;

/// <summary>
/// Puts a whole file in a place where there is none: of several processes that try at once one succeeds, and the others find its
/// file.
/// </summary>
internal static class AtomicFile
{
    private const int AlreadyThere = 17;

    /// <summary>False when another was first. The draft may still be there afterwards.</summary>
    /// <exception cref="IOException">It cannot be put there, and nothing is there.</exception>
    public static bool TryPlace(string draft, string path)
    {
        if (OperatingSystem.IsWindows())
            return TryMove(draft, path);
        if (Link(draft, path) == 0)
            return true;
        // Where no links can be made a move has to do, which on Unix looks first and renames then: two that look at once both do.
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
