using System.Diagnostics;

namespace SignalRChat.Testing;

/// <summary>
/// Records when this machine stood still or gave this process no processor, as virtual machines sometimes do. A thread reads
/// the clock all the time, and another may write to the disk. The judges do not blame the servers for the delay of the clock.
/// </summary>
internal sealed class Standstills : IDisposable
{
    private static readonly TimeSpan _step = TimeSpan.FromMilliseconds(10);

    /// <summary>On a busy machine every thread has shorter pauses.</summary>
    private static readonly TimeSpan _least = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Rare enough that the writes are few beside those of a database. A write to a disk that others use much takes up to 50 ms.
    /// </summary>
    private static readonly TimeSpan _diskStep = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan _diskLeast = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly List<(long From, long To)> _all = [];
    private readonly ManualResetEventSlim _stop = new();
    private readonly Action<long>? _stood;
    private readonly FileStream? _file;
    private readonly Thread _watch;

    private Standstills(Action<long>? stood, FileStream? file)
    {
        (_stood, _file) = (stood, file);
        _watch = new Thread(file is null ? Watch : WatchDisk) { IsBackground = true, Name = "standstills" };
    }

    private TimeSpan Least => _file is null ? _least : _diskLeast;

    /// <summary>The time without the standstills so far, in ticks of <see cref="Stopwatch"/>.</summary>
    public RunningTime Time
    {
        get
        {
            lock (_gate)
                return new RunningTime(_all);
        }
    }

    /// <summary>Starts the thread. It calls <paramref name="stood"/> after each standstill, with the timestamp of its start.</summary>
    public static Standstills Watching(Action<long>? stood = null)
    {
        var standstills = new Standstills(stood, file: null);
        standstills._watch.Start();
        return standstills;
    }

    /// <summary>The same for the disk of this folder: each write to it that took long is a standstill.</summary>
    public static Standstills WatchingDisk(string folder, Action<long>? stood = null)
    {
        var path = Path.Combine(folder, Path.GetRandomFileName());
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
        var standstills = new Standstills(stood, file);
        standstills._watch.Start();
        return standstills;
    }

    /// <summary>Records two successive readings of the clock. A long enough span between them is a standstill.</summary>
    public void Looked(long before, long now)
    {
        if (Stopwatch.GetElapsedTime(before, now) < Least)
            return;
        lock (_gate)
            _all.Add((before, now));
        _stood?.Invoke(before);
    }

    public void Dispose()
    {
        _stop.Set();
        _watch.Join();
        _stop.Dispose();
        _file?.Dispose();
    }

    private void Watch()
    {
        var before = Stopwatch.GetTimestamp();
        while (!_stop.Wait(_step))
        {
            var now = Stopwatch.GetTimestamp();
            Looked(before, now);
            before = now;
        }
    }

    private void WatchDisk()
    {
        ReadOnlySpan<byte> written = [1];
        while (!_stop.Wait(_diskStep))
        {
            var before = Stopwatch.GetTimestamp();
            try
            {
                RandomAccess.Write(_file!.SafeFileHandle, written, 0);
                RandomAccess.FlushToDisk(_file.SafeFileHandle);
            }
            catch (IOException)
            {
                // A full disk. It did not stand still.
                continue;
            }
            Looked(before, Stopwatch.GetTimestamp());
        }
    }
}
