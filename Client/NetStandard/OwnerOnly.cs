using System.Runtime.InteropServices;
using System.Text;

namespace SignalRChat.Client.NetStandard;

/// <summary>The same as on .NET: folders and files that only their owner can read. .NET Standard has no modes of files.</summary>
internal static class OwnerOnly
{
    private const int OfFile = 0b110_000_000;
    private const int OfFolder = 0b111_000_000;

    public static void CreateFolder(string path)
    {
        if (Directory.Exists(path))
            return;
        Directory.CreateDirectory(path);
        Restrict(path, OfFolder);
    }

    public static FileStream OpenFile(string path, FileMode mode, FileAccess access, FileShare share)
    {
        var isNew = !File.Exists(path);
        var file = new FileStream(path, mode, access, share);
        if (isNew)
            Restrict(path, OfFile);
        return file;
    }

    private static void Restrict(string path, int mode)
    {
        if (!OperatingSystem.IsWindows() && ChangeMode(Encoding.UTF8.GetBytes(path + '\0'), mode) != 0)
            throw new IOException($"The mode of {path} cannot be set (error {Marshal.GetLastWin32Error()}).");
    }

    [DllImport("libc", EntryPoint = "chmod", SetLastError = true)]
    private static extern int ChangeMode(byte[] path, int mode);
}
