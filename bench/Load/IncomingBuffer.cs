namespace SignalRChat.Bench.Load;

/// <summary>
/// Holds received bytes that do not form a whole record yet. It grows to the largest record seen, and then allocates nothing
/// more.
/// </summary>
internal sealed class IncomingBuffer
{
    private const int InitialSize = 4 * 1024;

    private byte[] _bytes = new byte[InitialSize];
    private int _start;
    private int _end;

    public ReadOnlySpan<byte> Unread => _bytes.AsSpan(_start, _end - _start);

    public Memory<byte> Space()
    {
        if (_start == _end)
            _start = _end = 0;
        else if (_end == _bytes.Length)
            MakeSpace();

        return _bytes.AsMemory(_end);
    }

    public void Wrote(int count) => _end += count;

    /// <summary>Keeps the last <paramref name="unread"/> bytes.</summary>
    public void Keep(int unread) => _start = _end - unread;

    private void MakeSpace()
    {
        var target = _start < _bytes.Length / 2 ? new byte[_bytes.Length * 2] : _bytes;
        Unread.CopyTo(target);
        (_bytes, _start, _end) = (target, 0, _end - _start);
    }
}
