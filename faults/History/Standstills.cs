namespace SignalRChat.Faults.History;

/// <summary>
/// Records when this machine stood still or gave this process no processor, as virtual machines sometimes do. A thread reads
/// the clock all the time. The oracle does not blame the servers for that delay.
/// </summary>
internal sealed class Standstills : IDisposable
{
    private static readonly TimeSpan _step = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan _least = TimeSpan.FromMilliseconds(100);

    private readonly ManualResetEventSlim _stop = new();
    private readonly HistoryBook _book;
    private readonly Thread _watch;

    private Standstills(HistoryBook book) => (_book, _watch) = (book, new Thread(Watch) { IsBackground = true, Name = "standstills" });

    public static Standstills NoteIn(HistoryBook book)
    {
        var standstills = new Standstills(book);
        standstills._watch.Start();
        return standstills;
    }

    public void Dispose()
    {
        _stop.Set();
        _watch.Join();
        _stop.Dispose();
    }

    private void Watch()
    {
        var before = _book.Elapsed;
        while (!_stop.Wait(_step))
        {
            var now = _book.Elapsed;
            if (now - before >= _least)
                _book.Write("", new StoodStill((long)before.TotalMicroseconds));
            before = now;
        }
    }
}
