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
        // Created with its mode, so that no other user can open it before.
        if (!OperatingSystem.IsWindows() && !File.Exists(path))
            CreateFile(path);
        return new(path, mode, access, share);
    }

    private static void CreateFile(string path)
    {
        var file = Create(Encoding.UTF8.GetBytes(path + '\0'), OfFile);
        if (file < 0)
            throw new IOException($"The file {path} cannot be created (error {Marshal.GetLastWin32Error()}).");
        _ = Close(file);
    }

    private static void Restrict(string path, int mode)
    {
        if (!OperatingSystem.IsWindows() && ChangeMode(Encoding.UTF8.GetBytes(path + '\0'), mode) != 0)
            throw new IOException($"The mode of {path} cannot be set (error {Marshal.GetLastWin32Error()}).");
    }

    [DllImport("libc", EntryPoint = "creat", SetLastError = true)]
    private static extern int Create(byte[] path, int mode);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    private static extern int Close(int file);

    [DllImport("libc", EntryPoint = "chmod", SetLastError = true)]
    private static extern int ChangeMode(byte[] path, int mode);
}
