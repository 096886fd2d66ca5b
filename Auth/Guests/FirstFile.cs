using System.ComponentModel;
using System.Runtime.InteropServices;

namespace SignalRChat.Auth.Guests;

/// <summary>Puts a whole file in a place where there is none: of several processes that try at once one succeeds, and the others find its file.</summary>
internal static class FirstFile
{
    private const int AlreadyThere = 17;

    /// <summary>False when another was first. The draft may still be there afterwards.</summary>
    /// <exception cref="IOException">It cannot be put there, and nothing is there.</exception>
    public static bool TryPlace(string draft, string path)
    {
        if (OperatingSystem.IsWindows())
            return TryMove(draft, path);

        // Not a move: on Unix that looks whether something is there and renames then, and two that look at once both do.
        if (Link(draft, path) == 0)
            return true;
        var error = Marshal.GetLastPInvokeError();
        return error == AlreadyThere ? false : throw new IOException($"{path} cannot be made.", new Win32Exception(error));
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
