using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace SignalRChat.Client.Internal;

/// <summary>
/// Writes files atomically and durably, so that they survive a crash of the machine: it writes a temporary file, flushes it,
/// moves it into place, and flushes the folder too.
/// </summary>
internal sealed class DurableFolder
{
    private const string Unfinished = ".tmp";

    private readonly string _path;

    public DurableFolder(string path)
    {
        _path = path;
        OwnerOnly.CreateFolder(path);
        foreach (var torn in Directory.EnumerateFiles(path, "*" + Unfinished))
            File.Delete(torn);
    }

    public IEnumerable<string> Names(string pattern) => Directory.EnumerateFiles(_path, pattern).Select(file => Path.GetFileName(file)!);

    public byte[]? Read(string name)
    {
        var file = Path.Combine(_path, name);
        return File.Exists(file) ? File.ReadAllBytes(file) : null;
    }

    public void Write(string name, byte[] content)
    {
        var file = Path.Combine(_path, name);
        var beside = file + Unfinished;
        using (var stream = OwnerOnly.OpenFile(beside, FileMode.Create, FileAccess.Write, FileShare.Read))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(beside, file, overwrite: true);
        Flush();
    }

    public void Delete(string name)
    {
        File.Delete(Path.Combine(_path, name));
        Flush();
    }

    /// <summary>
    /// A file name is an entry of the folder, so the folder must reach the disk as well. .NET cannot open folders; Windows
    /// does not need this.
    /// </summary>
    private void Flush()
    {
        if (OperatingSystem.IsWindows())
            return;
        var folder = Open(Encoding.UTF8.GetBytes(_path + '\0'), 0);
        if (folder < 0)
            throw new IOException($"The folder {_path} cannot be opened.", new Win32Exception(Marshal.GetLastWin32Error()));
        var flushed = Sync(folder);
        var error = Marshal.GetLastWin32Error();
        _ = Close(folder);
        if (flushed != 0)
            throw new IOException($"The folder {_path} cannot be flushed to the disk.", new Win32Exception(error));
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Sync(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int descriptor);
}
