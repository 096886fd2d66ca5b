using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace SignalRChat.Client.NetStandard;

/// <summary>The methods of .NET that the client uses and .NET Standard 2.0 lacks.</summary>
internal static class Library
{
    private const int ReplaceExisting = 1;

    extension(OperatingSystem)
    {
        public static bool IsWindows() => RuntimeInformation.IsOSPlatform(OSPlatform.Windows);
    }

    extension(Delegate)
    {
        public static IEnumerable<T> EnumerateInvocationList<T>(T? handlers)
            where T : Delegate =>
            handlers is null ? [] : handlers.GetInvocationList().Cast<T>();
    }

    extension(Guid)
    {
        /// <summary>RFC 9562, 5.7: the Unix time in milliseconds, the version, and random bits.</summary>
        public static Guid CreateVersion7(DateTimeOffset at)
        {
            var bytes = Guid.NewGuid().ToByteArray();
            var milliseconds = at.ToUnixTimeMilliseconds();
            return new(
                (int)(milliseconds >> 16), (short)milliseconds, (short)((bytes[6] | (bytes[7] << 8)) & 0x0FFF | 0x7000),
                (byte)(bytes[8] & 0x3F | 0x80), bytes[9], bytes[10], bytes[11], bytes[12], bytes[13], bytes[14], bytes[15]);
        }
    }

    extension(RandomNumberGenerator)
    {
        /// <summary>Evenly spread only for a power of two.</summary>
        public static int GetInt32(int toExclusive)
        {
            var bytes = new byte[sizeof(int)];
            using var random = RandomNumberGenerator.Create();
            random.GetBytes(bytes);
            return (int)(BitConverter.ToUInt32(bytes, 0) % (uint)toExclusive);
        }
    }

    extension(File)
    {
        /// <summary>File.Move of .NET Standard replaces nothing, and File.Replace needs a file to replace.</summary>
        public static void Move(string from, string to, bool overwrite)
        {
            var isMoved = !overwrite ? throw new NotSupportedException()
                : OperatingSystem.IsWindows() ? MoveFile(from, to, ReplaceExisting)
                : Rename(Encoding.UTF8.GetBytes(from + '\0'), Encoding.UTF8.GetBytes(to + '\0')) == 0;
            if (!isMoved)
                throw new IOException($"{from} cannot be moved to {to}.", new Win32Exception(Marshal.GetLastWin32Error()));
        }
    }

    public static void Write(this Stream stream, byte[] content) => stream.Write(content, 0, content.Length);

    public static Task LoadIntoBufferAsync(this HttpContent content, long most, CancellationToken cancellationToken) =>
        content.LoadIntoBufferAsync(most).WaitAsync(cancellationToken);

    public static Task<byte[]> ReadAsByteArrayAsync(this HttpContent content, CancellationToken cancellationToken) =>
        content.ReadAsByteArrayAsync().WaitAsync(cancellationToken);

    [DllImport("kernel32", EntryPoint = "MoveFileExW", CharSet = CharSet.Unicode, SetLastError = true)]
    private static extern bool MoveFile(string from, string to, int flags);

    [DllImport("libc", EntryPoint = "rename", SetLastError = true)]
    private static extern int Rename(byte[] from, byte[] to);
}
