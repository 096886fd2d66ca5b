using System.Runtime.InteropServices;

namespace SignalRChat.ClientConsole.Output;

/// <summary>
/// The current width of the terminal, in columns. .NET caches it until a signal reports a change. If one thread reads it
/// while another handles the signal, the old width can remain permanently: so this type asks Linux itself. The call has
/// variable arguments, which other systems pass differently.
/// </summary>
internal static class TerminalWidth
{
    private const int StandardOutput = 1;
    private const nuint GetWindowSize = 0x5413;

    public static int Now => OperatingSystem.IsLinux() && Ask(StandardOutput, GetWindowSize, out var size) == 0 && size.Columns > 0
        ? size.Columns
        : Console.WindowWidth;

    [DllImport("libc", EntryPoint = "ioctl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Ask(int descriptor, nuint request, out WindowSize size);

    [StructLayout(LayoutKind.Sequential)]
    private struct WindowSize
    {
        public ushort Rows;
        public ushort Columns;
        public ushort PixelsAcross;
        public ushort PixelsDown;
    }
}
